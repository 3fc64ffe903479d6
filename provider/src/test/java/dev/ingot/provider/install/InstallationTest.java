package dev.ingot.provider.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest implements Installation.Progress {
  private static final ProviderAddress FAKE = ProviderAddress.parse("example.org/test/fake");
  private static final Platform PLATFORM = new Platform("linux", "amd64");

  @TempDir Path folder;
  private Path mirror;
  private ProviderFolder installed;
  private final List<String> events = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  InstallationTest() {}

  @BeforeEach
  void places() {
    mirror = folder.resolve("mirror");
    installed = ProviderFolder.in(folder.resolve("data"), PLATFORM);
  }

  private Path unpacked(String version, String content) throws IOException {
    Path place =
        Files.createDirectories(
            mirror.resolve("example.org/test/fake").resolve(version).resolve("linux_amd64"));
    Files.writeString(place.resolve("terraform-provider-fake_v" + version), content);
    return place;
  }

  private Path packed(String version, Map<String, String> files) throws IOException {
    Path place = Files.createDirectories(mirror.resolve("example.org/test/fake"));
    Path archive = place.resolve("terraform-provider-fake_" + version + "_linux_amd64.zip");
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return archive;
  }

  private Installation.Outcome install(String constraint, LockFile lock, boolean upgrade) {
    List<VersionConstraints.Part> parts =
        constraint.isEmpty()
            ? List.of()
            : VersionConstraints.parse(constraint).orElseThrow().parts();
    return new Installation(
            List.of(new FilesystemMirror(mirror, AddressPatterns.ALL)),
            installed,
            Optional.empty(),
            this)
        .install(List.of(new RequiredProvider(FAKE, parts)), lock, upgrade);
  }

  private static Version version(String text) {
    return Version.parse(text).orElseThrow();
  }

  @Test
  void theNewestVersionThatIsAllowedIsLinkedAndLocked() throws Exception {
    Path _ = unpacked("1.2.0", "old");
    Path chosen = unpacked("1.10.0", "new");
    Path _ = unpacked("2.0.0", "other");
    Path _ = unpacked("1.11.0-beta1", "beta");
    Installation.Outcome outcome = install("~> 1.0", LockFile.EMPTY, false);
    assertThat(outcome.problems()).isEmpty();
    LockedProvider choice = outcome.lock().find(FAKE).orElseThrow();
    assertThat(choice.version()).isEqualTo(version("1.10.0"));
    assertThat(choice.hashes()).containsExactly(PackageHash.ofFolder(chosen));
    assertThat(installed.place(FAKE, version("1.10.0"))).isSymbolicLink();
    assertThat(events).containsExactly("finding ~> 1.0", "installing 1.10.0", "installed 1.10.0");
  }

  @Test
  void aPrereleaseIsTakenOnlyWhereItIsNamed() throws Exception {
    Path _ = unpacked("1.11.0-beta1", "beta");
    assertThat(install("", LockFile.EMPTY, false).problems()).hasSize(1);
    assertThat(install("1.11.0-beta1", LockFile.EMPTY, false).problems()).isEmpty();
  }

  @Test
  void aChoiceStaysUntilAnotherIsWanted() throws Exception {
    Path _ = unpacked("1.0.0", "old");
    LockFile lock = install("", LockFile.EMPTY, false).lock();
    Path _ = unpacked("1.1.0", "new");
    assertThat(install("", lock, false).lock()).isEqualTo(lock);
    assertThat(events).endsWith("reusing", "present 1.0.0");
    assertThat(install("", lock, true).lock().find(FAKE).orElseThrow().version())
        .isEqualTo(version("1.1.0"));
    assertThat(install(">= 1.1.0", lock, false).problems().getFirst().detail())
        .contains(
            "does not match configured version constraint >= 1.1.0; must use ingot init -upgrade",
            "run the following command:\n    ingot providers");
  }

  @Test
  void anArchiveIsUnpackedAndHasTheChecksumOfItsFiles() throws Exception {
    Path archive = packed("1.0.0", Map.of("terraform-provider-fake_v1.0.0", "x", "docs/a.md", "y"));
    Installation.Outcome outcome = install("", LockFile.EMPTY, false);
    assertThat(outcome.problems()).isEmpty();
    Path place = installed.find(FAKE, version("1.0.0")).orElseThrow();
    assertThat(place.resolve("docs/a.md")).hasContent("y");
    assertThat(PackageHash.ofFolder(place)).isEqualTo(PackageHash.ofArchiveFiles(archive));
    assertThat(outcome.lock().find(FAKE).orElseThrow().hashes())
        .containsExactly(PackageHash.ofFolder(place));
  }

  @Test
  void anArchiveOfTheRecordedChecksumWillDo() throws Exception {
    Path archive = packed("1.0.0", Map.of("terraform-provider-fake", "x"));
    PackageHash recorded = PackageHash.ofArchive(archive);
    LockFile lock =
        LockFile.EMPTY.with(new LockedProvider(FAKE, version("1.0.0"), "", List.of(recorded)));
    Installation.Outcome outcome = install("", lock, false);
    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.lock().find(FAKE).orElseThrow().hashes())
        .contains(recorded, PackageHash.ofArchiveFiles(archive));
  }

  @Test
  void anotherPackageThanTheOneThatWasChosenIsRefused() throws Exception {
    Path package_ = unpacked("1.0.0", "good");
    LockFile lock = install("", LockFile.EMPTY, false).lock();
    Files.writeString(package_.resolve("terraform-provider-fake_v1.0.0"), "evil");
    assertThat(install("", lock, false).problems().getFirst().detail())
        .contains("doesn't match any of the checksums previously recorded");
  }

  @Test
  void anArchiveThatLeadsOutOfItsFolderLeavesNothing() throws Exception {
    Path _ = packed("1.0.0", Map.of("terraform-provider-fake", "x", "../../../../../../evil", "y"));
    assertThat(install("", LockFile.EMPTY, false).problems()).hasSize(1);
    assertThat(folder.resolve("evil")).doesNotExist();
    assertThat(installed.find(FAKE, version("1.0.0"))).isEmpty();
  }

  @Test
  void aPackageWithoutItsProgramIsRefused() throws Exception {
    Path _ = packed("1.0.0", Map.of("README.md", "x"));
    assertThat(install("", LockFile.EMPTY, false).problems().getFirst().detail())
        .contains("there is no program named terraform-provider-fake");
  }

  @Test
  void whatNoSourceHasIsSaid() {
    assertThat(install("", LockFile.EMPTY, false).problems().getFirst().detail())
        .contains("was not found in any of the search locations", mirror.toString())
        .contains("there is no such folder");
  }

  @Test
  void aChecksumIsComputedAgainOnlyWhereAFileChanged() throws Exception {
    Path place = unpacked("1.0.0", "one");
    VerifiedPackages packages = new VerifiedPackages(folder.resolve("cache"));
    PackageHash first = packages.hash(place);
    assertThat(packages.hash(place)).isEqualTo(first).isEqualTo(PackageHash.ofFolder(place));
    Files.writeString(place.resolve("terraform-provider-fake_v1.0.0"), "two");
    assertThat(packages.hash(place)).isNotEqualTo(first).isEqualTo(PackageHash.ofFolder(place));
  }

  @Override
  public void finding(ProviderAddress address, String constraints) {
    events.add("finding " + constraints);
  }

  @Override
  public void reusing(ProviderAddress address) {
    events.add("reusing");
  }

  @Override
  public void cached(ProviderAddress address, Version version) {
    events.add("cached " + version);
  }

  @Override
  public void present(ProviderAddress address, Version version) {
    events.add("present " + version);
  }

  @Override
  public void installing(ProviderAddress address, Version version) {
    events.add("installing " + version);
  }

  @Override
  public void installed(ProviderAddress address, Version version, Authentication authentication) {
    events.add("installed " + version);
  }
}
