package dev.ingot.provider.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.ProviderAddress;
import dev.ingot.http.kit.TestServer;
import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import dev.ingot.provider.registry.HostCredentials;
import dev.ingot.provider.registry.MirrorClient;
import dev.ingot.provider.registry.TestRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteInstallationTest implements Installation.Progress {
  private static final Platform PLATFORM = new Platform("linux", "amd64");

  @TempDir Path folder;
  private Path data;
  private Downloads downloads;
  private final TestRegistry registry;
  private final ProviderAddress address;
  private final List<String> events = new ArrayList<>();
  private Optional<PluginCache> cache = Optional.empty();

  @SuppressWarnings("NullAway.Init")
  RemoteInstallationTest() throws Exception {
    registry = new TestRegistry();
    address = ProviderAddress.parse(registry.host() + "/acme/mock");
  }

  @BeforeEach
  void places() {
    data = folder.resolve("data");
    downloads = new Downloads(folder.resolve("downloads"));
  }

  @AfterEach
  void stop() throws Exception {
    downloads.close();
    registry.close();
  }

  private Installation.Outcome install(
      PackageSource source, Platform platform, String constraint, LockFile lock) {
    List<VersionConstraints.Part> parts =
        constraint.isEmpty()
            ? List.of()
            : VersionConstraints.parse(constraint).orElseThrow().parts();
    return new Installation(List.of(source), ProviderFolder.in(data, platform), cache, this)
        .install(List.of(new RequiredProvider(address, parts)), lock, false);
  }

  private Installation.Outcome install(String constraint, LockFile lock) {
    return install(source(), PLATFORM, constraint, lock);
  }

  private RegistrySource source() {
    return new RegistrySource(
        registry.client(HostCredentials.NONE), AddressPatterns.ALL, List.of(), downloads);
  }

  private List<PackageHash> hashes(LockFile lock) {
    return lock.find(address).orElseThrow().hashes();
  }

  private void assertNoDownloadsLeft() throws IOException {
    downloads.close();
    try (Stream<Path> left = Files.list(folder.resolve("downloads"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aPackageOfARegistryIsLockedForAllPlatforms() throws Exception {
    Installation.Outcome outcome = install("~> 1.0", LockFile.EMPTY);
    assertThat(outcome.problems()).isEmpty();
    assertThat(events)
        .startsWith("finding ~> 1.0", "installing 1.1.0")
        .last()
        .asString()
        .startsWith("installed 1.1.0 (self-signed, key ID ");
    List<PackageHash> hashes = hashes(outcome.lock());
    assertThat(hashes).hasSize(3);
    assertThat(hashes.getFirst().text()).startsWith("h1:");
    assertThat(hashes.getLast().text()).startsWith("zh:");
    assertNoDownloadsLeft();
    // The same lock file serves the other platform, whose package has been signed with it.
    Installation.Outcome other =
        install(source(), new Platform("linux", "arm64"), "~> 1.0", outcome.lock());
    assertThat(other.problems()).isEmpty();
    assertThat(hashes(other.lock())).hasSize(4).containsAll(hashes);
  }

  @Test
  void checksumsOfOtherPlatformsAreRecordedWithoutInstalling() throws Exception {
    List<Platform> platforms = List.of(PLATFORM, new Platform("linux", "arm64"));
    ProviderFolder nowhere = ProviderFolder.in(data, PLATFORM);
    Installation chooser = new Installation(List.of(source()), nowhere, Optional.empty(), this);
    LockUpdate update = new LockUpdate(List.of(source()), chooser, new Fetches(events));
    List<RequiredProvider> required = List.of(new RequiredProvider(address, List.of()));
    Installation.Outcome outcome = update.run(required, LockFile.EMPTY, platforms);
    assertThat(outcome.problems()).isEmpty();
    assertThat(hashes(outcome.lock()))
        .hasSize(4)
        .containsAll(hashes(install("", LockFile.EMPTY).lock()));
    assertThat(events).contains("fetching 2.0.0 linux_amd64", "retrieved 2.0.0 linux_arm64");
    assertNoDownloadsLeft();
    Platform other = new Platform("plan9", "386");
    assertThat(update.run(required, LockFile.EMPTY, List.of(other)).problems()).hasSize(1);
  }

  private record Fetches(List<String> events) implements LockUpdate.Progress {
    @Override
    public void fetching(ProviderAddress provider, Version version, Platform platform) {
      events.add("fetching " + version + " " + platform);
    }

    @Override
    public void retrieved(
        ProviderAddress provider,
        Version version,
        Platform platform,
        Authentication authentication) {
      events.add("retrieved " + version + " " + platform);
    }
  }

  @Test
  void aMirrorFolderIsInstalledFromAndSaysWhatItHas() throws Exception {
    Path place = folder.resolve("mirrored");
    MirrorFolder mirror = new MirrorFolder(place);
    Version version = Version.parse("1.1.0").orElseThrow();
    ProviderPackage found = source().find(address, version, PLATFORM).orElseThrow();
    mirror.add(address, version, PLATFORM, found);
    mirror.describe(address);
    Path described = place.resolve(address.host()).resolve("acme/mock");
    assertThat(described.resolve("index.json")).content().contains("\"1.1.0\"");
    assertThat(described.resolve("1.1.0.json"))
        .content()
        .contains("\"linux_amd64\"", "terraform-provider-mock_1.1.0_linux_amd64.zip", "h1:");
    Installation.Outcome outcome =
        install(new FilesystemMirror(place, AddressPatterns.ALL), PLATFORM, "", LockFile.EMPTY);
    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.lock().find(address).orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void aPackageThatTheLockFileDoesNotKnowIsRefused() throws Exception {
    LockFile lock =
        LockFile.EMPTY.with(
            new LockedProvider(
                address,
                Version.parse("1.1.0").orElseThrow(),
                "",
                List.of(new PackageHash("h1:another"))));
    assertThat(install("", lock).problems().getFirst().detail())
        .contains("doesn't match any of the checksums previously recorded");
    assertNoDownloadsLeft();
  }

  @Test
  void whatIsThereIsNamedWhereNothingFits() {
    assertThat(install("9.9.9", LockFile.EMPTY).problems().getFirst().detail())
        .contains("no available releases match the given constraints 9.9.9")
        .contains("Available: 3.0.0-beta1, 2.0.0, 1.1.0, 1.0.0");
    assertThat(
            install(source(), new Platform("plan9", "386"), "", LockFile.EMPTY)
                .problems()
                .getFirst()
                .summary())
        .isEqualTo("Incompatible provider version");
  }

  @Test
  void aPluginProtocolThatIsNotKnownIsAnError() {
    String metadata = registry.metadata("2.0.0", "linux_amd64").replace("[\"5.0\"]", "[\"4.0\"]");
    registry.change(
        "/v1/providers/acme/mock/2.0.0/download/linux/amd64", TestServer.response(200, metadata));
    assertThat(install("", LockFile.EMPTY).problems().getFirst().detail())
        .contains("speaks plugin protocol 4.0");
  }

  @Test
  void anInterruptedDownloadLeavesNothing() throws Exception {
    registry.interruptAt("/files/2.0.0/terraform-provider-mock_2.0.0_linux_amd64.zip");
    Installation.Outcome outcome = install("", LockFile.EMPTY);
    assertThat(outcome.problems()).singleElement().asString().contains("cancelled");
    assertThat(outcome.lock()).isEqualTo(LockFile.EMPTY);
    assertNoDownloadsLeft();
    assertThat(data).doesNotExist();
  }

  @Test
  void whatAKilledProcessDownloadedIsRemovedByTheNext() throws Exception {
    Process killed = new ProcessBuilder("true").start();
    int _ = killed.waitFor();
    Version version = Version.parse("2.0.0").orElseThrow();
    Path beside =
        ProviderFolder.in(data, PLATFORM).place(address, version).resolveSibling(".unpacking-");
    for (Path left : List.of(folder.resolve("downloads/.download-"), beside)) {
      Path kept = Files.createDirectories(Path.of(left + Long.toString(killed.pid()) + "-1"));
      Files.createFile(kept.resolve(".lock"));
      Files.writeString(kept.resolve("1.zip"), "half");
    }
    assertThat(install("", LockFile.EMPTY).problems()).isEmpty();
    assertNoDownloadsLeft();
    try (Stream<Path> installed = Files.list(beside.resolve("..").normalize())) {
      assertThat(installed).singleElement().asString().endsWith(PLATFORM.toString());
    }
  }

  @Test
  void aMirrorIsCheckedByItsChecksums() throws Exception {
    NetworkMirror mirror =
        new NetworkMirror(
            new MirrorClient(
                registry.connection(HostCredentials.NONE),
                URI.create("https://" + registry.host() + "/mirror/")),
            "the mirror",
            AddressPatterns.ALL,
            downloads);
    Installation.Outcome outcome = install(mirror, PLATFORM, "", LockFile.EMPTY);
    assertThat(outcome.problems()).isEmpty();
    assertThat(events).endsWith("installed 1.1.0 (verified checksum)");
    assertThat(hashes(outcome.lock())).hasSize(1);
    registry.change(
        "/files/1.1.0/terraform-provider-mock_1.1.0_linux_amd64.zip",
        TestServer.response(200, TestRegistry.archive("1.0.0", "linux_amd64")));
    data = folder.resolve("other");
    assertThat(install(mirror, PLATFORM, "", LockFile.EMPTY).problems().getFirst().detail())
        .contains("none of the checksums the mirror says");
    assertNoDownloadsLeft();
  }

  @Test
  void theCacheServesWhatTheLockFileKnows() throws Exception {
    ProviderFolder shared = new ProviderFolder(folder.resolve("cache"), PLATFORM);
    cache = Optional.of(new PluginCache(shared, false));
    LockFile lock = install("", LockFile.EMPTY).lock();
    Version version = lock.find(address).orElseThrow().version();
    assertThat(ProviderFolder.in(data, PLATFORM).place(address, version)).isSymbolicLink();
    int asked = registry.asked().size();
    data = folder.resolve("second");
    assertThat(install("", lock).lock()).isEqualTo(lock);
    assertThat(events).endsWith("reusing", "cached 2.0.0");
    assertThat(registry.asked()).hasSize(asked);
    data = folder.resolve("third");
    assertThat(install("", LockFile.EMPTY).problems()).isEmpty();
    assertThat(events.getLast()).startsWith("installed 2.0.0");
  }

  @Test
  void aCacheThatWasChangedIsNotUsed() throws Exception {
    ProviderFolder shared = new ProviderFolder(folder.resolve("cache"), PLATFORM);
    cache = Optional.of(new PluginCache(shared, false));
    LockFile lock = install("", LockFile.EMPTY).lock();
    Version version = lock.find(address).orElseThrow().version();
    Path program = shared.place(address, version).resolve("terraform-provider-mock_v" + version);
    Files.writeString(program, "something else");
    data = folder.resolve("second");
    assertThat(install("", lock).problems()).isEmpty();
    assertThat(events.getLast()).startsWith("installed 2.0.0");
    assertThat(program).content().contains("echo linux_amd64");
  }

  @Test
  void concurrentInstallationsShareACache() throws Exception {
    ProviderFolder shared = new ProviderFolder(folder.resolve("cache"), PLATFORM);
    PluginCache one = new PluginCache(shared, false);
    Path archive = folder.resolve("archive.zip");
    Files.write(archive, TestRegistry.archive("2.0.0", "linux_amd64"));
    PackageHash hash = PackageHash.ofArchiveFiles(archive);
    Version version = Version.parse("2.0.0").orElseThrow();
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failed = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      Path place = one.add(address, version, archive, hash);
                      assertThat(PackageHash.ofFolder(place)).isEqualTo(hash);
                    } catch (IOException | AssertionError e) {
                      failed.add(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failed).isEmpty();
  }

  @Override
  public void finding(ProviderAddress provider, String constraints) {
    events.add("finding " + constraints);
  }

  @Override
  public void reusing(ProviderAddress provider) {
    events.add("reusing");
  }

  @Override
  public void cached(ProviderAddress provider, Version version) {
    events.add("cached " + version);
  }

  @Override
  public void present(ProviderAddress provider, Version version) {
    events.add("present " + version);
  }

  @Override
  public void installing(ProviderAddress provider, Version version) {
    events.add("installing " + version);
  }

  @Override
  public void installed(ProviderAddress provider, Version version, Authentication authentication) {
    events.add("installed " + version + " (" + authentication.text() + ")");
  }
}
