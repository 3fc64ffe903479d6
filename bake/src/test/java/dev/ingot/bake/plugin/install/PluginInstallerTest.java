package dev.ingot.bake.plugin.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.bake.StepException;
import dev.ingot.bake.plugin.PluginFiles;
import dev.ingot.bake.plugin.PluginLock;
import dev.ingot.bake.process.TiedPrograms;
import dev.ingot.bake.template.TemplateBlocks.RequiredPlugin;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.Surroundings;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.version.Version;
import dev.ingot.storage.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Installs from a server that answers as GitHub does, and as it shouldn't. */
@Timeout(60)
final class PluginInstallerTest {
  private static final String START = "packer-plugin-things_v";
  private static final String RELEASES = "/acme/packer-plugin-things/releases/download/v";
  private static final String TAGS = "/repos/acme/packer-plugin-things/git/matching-refs/tags";

  @TempDir Path folder;
  private final Map<String, Reply> replies = new LinkedHashMap<>();
  private final List<String> told = new ArrayList<>();
  private TestServer server;
  private TestServer storage;
  private HttpClient client;
  private PluginAddress things;

  @BeforeEach
  void open() throws Exception {
    server = TestServer.plain(this::reply);
    storage = TestServer.plain(this::reply);
    client =
        PluginInstaller.client(
            Surroundings.of(Map.of("NO_PROXY", "*"), Clock.systemUTC(), new Random(1)));
    things = PluginAddress.parse("github.com/acme/things");
    tags("v1.0.0", "v1.2.0", "v1.10.0", "v2.0.0-rc1", "nightly");
    for (String version : List.of("1.0.0", "1.2.0", "1.10.0", "2.0.0-rc1")) {
      release(version, version);
    }
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    storage.close();
  }

  private Reply reply(Asked asked) {
    return replies.getOrDefault(asked.target(), TestServer.response(404, "Not Found"));
  }

  private void tags(String... names) {
    List<String> refs =
        Stream.of(names).map(name -> "{\"ref\":\"refs/tags/" + name + "\"}").toList();
    replies.put(TAGS, TestServer.response(200, refs.toString()));
  }

  private static String program(String version) {
    return "#!/bin/sh\necho '{\"version\":\""
        + version
        + "\",\"api_version\":\"x5.0\",\"builders\":[]}'\n";
  }

  private static byte[] zip(String name, String content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void release(String version, String said) {
    String name = START + version + "_x5.0_linux_amd64";
    release(version, zip(name, program(said)));
  }

  private void release(String version, byte[] archive) {
    String name = START + version + "_x5.0_linux_amd64";
    String other = Digest.of("other").hex() + "  " + START + version + "_x5.0_darwin_arm64.zip\n";
    String sums = Digest.of(archive).hex() + "  " + name + ".zip\n" + other;
    replies.put(
        RELEASES + version + "/" + START + version + "_SHA256SUMS", TestServer.response(200, sums));
    replies.put("/stored/" + version, TestServer.response(200, archive));
    replies.put(
        RELEASES + version + "/" + name + ".zip",
        TestServer.response(302, "")
            .with("Location", storage.uri("/stored/" + version).toString()));
  }

  private Path plugins() {
    return folder.resolve("plugins");
  }

  private PluginInstaller installer(Optional<String> token) {
    return new PluginInstaller(
        new PluginFiles(List.of(plugins())),
        new WebReleases(client, server.uri("/"), server.uri("/"), token),
        new TiedPrograms(),
        "linux_amd64");
  }

  private Path install(String constraints) throws Exception {
    PluginInstaller installer = installer(Optional.empty());
    Cancellation cancellation = new Cancellation();
    Version version = installer.newest(things, constraints, cancellation);
    return installer.install(things, version, new TreeMap<>(), cancellation).file();
  }

  private List<String> left() throws IOException {
    if (!Files.exists(plugins())) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(plugins())) {
      return all.filter(Files::isRegularFile)
          .map(file -> plugins().relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private void refused(String... message) throws Exception {
    assertThatThrownBy(() -> install(""))
        .isInstanceOfSatisfying(
            StepException.class, e -> assertThat(e.describe()).contains(message));
    assertThat(left()).isEmpty();
  }

  @Test
  void theNewestAllowedVersionIsInstalledWherePluginsAreFound() throws Exception {
    String name = "github.com/acme/things/" + START + "1.10.0_x5.0_linux_amd64";
    assertThat(install("< 2")).isEqualTo(plugins().resolve(name)).isExecutable();
    assertThat(left()).containsExactly(name, name + "_SHA256SUM");
    assertThat(
            new PluginFiles(List.of(plugins()))
                .installed(required("things", "github.com/acme/things", "< 2")))
        .contains(Version.parse("1.10.0").orElseThrow());
    assertThat(install("~> 1.2.0").toString()).contains("_v1.2.0_");
    assertThat(install("2.0.0-rc1").toString()).contains("_v2.0.0-rc1_");
  }

  @Test
  void aTokenIsNotSentToOtherHosts() throws Exception {
    PluginInstaller installer = installer(Optional.of("secret"));
    Version version = installer.newest(things, "1.0.0", new Cancellation());
    var _ = installer.install(things, version, new TreeMap<>(), new Cancellation());
    assertThat(server.asked())
        .isNotEmpty()
        .allMatch(asked -> asked.field("authorization").equals("Bearer secret"));
    assertThat(storage.asked())
        .isNotEmpty()
        .allMatch(asked -> asked.field("authorization").isEmpty());
  }

  @Test
  void whatIsNotThereIsSaidWithWhatIs() throws Exception {
    assertThatThrownBy(() -> install(">= 3"))
        .hasMessageContaining("2.0.0-rc1, 1.10.0, 1.2.0, 1.0.0");
    assertThatThrownBy(() -> install("newest")).hasMessageContaining(">= 1.2, < 2");
    replies.remove(TAGS);
    refused("There is no plugin github.com/acme/things", "PACKER_GITHUB_API_TOKEN");
    tags();
    refused("has no releases");
    tags("v3.0.0");
    refused("has no file packer-plugin-things_v3.0.0_SHA256SUMS");
  }

  @Test
  void aLimitOfRequestsIsSaidWithWhatToDo() throws Exception {
    replies.put(TAGS, TestServer.response(403, "{\"message\":\"API rate limit exceeded\"}"));
    refused("403", "rate limit", "Set PACKER_GITHUB_API_TOKEN");
  }

  @Test
  void aPageInsteadOfAnAnswerIsRefused() throws Exception {
    replies.put(TAGS, TestServer.response(200, "<html>").with("Content-Type", "text/html"));
    refused("not the list of tags", "text/html", "proxy");
    tags("v1.0.0");
    replies.put(
        RELEASES + "1.0.0/" + START + "1.0.0_SHA256SUMS", TestServer.response(200, "<html>"));
    refused("has no checksums of archives");
  }

  @Test
  void archivesThatAreNotWhatTheySeemAreRefused() throws Exception {
    tags("v1.0.0");
    replies.put("/stored/1.0.0", TestServer.response(200, "another"));
    refused("has the checksum " + Digest.of("another").hex(), "Nothing was installed");
    release("1.0.0", zip("../../outside", "x"));
    refused("leads out of it");
    assertThat(folder.resolve("outside")).doesNotExist();
    release("1.0.0", zip("packer-plugin-others", "x"));
    refused("has no file packer-plugin-things_v1.0.0_x5.0_linux_amd64");
    release("1.0.0", "no zip".getBytes(StandardCharsets.UTF_8));
    refused("is not an archive");
    release("1.0.0", "1.0.1");
    refused("says that it is version 1.0.1");
    for (String program : List.of("exit 3", "echo hello")) {
      release("1.0.0", zip(START + "1.0.0_x5.0_linux_amd64", "#!/bin/sh\n" + program + "\n"));
      refused("is no Packer plugin");
    }
  }

  @Test
  void aReleaseWithoutThisPlatformListsThoseItHas() throws Exception {
    PluginInstaller installer =
        new PluginInstaller(
            new PluginFiles(List.of(plugins())),
            new WebReleases(client, server.uri("/"), server.uri("/"), Optional.empty()),
            new TiedPrograms(),
            "linux_riscv64");
    Version version = Version.parse("1.0.0").orElseThrow();
    assertThatThrownBy(
            () -> installer.install(things, version, new TreeMap<>(), new Cancellation()))
        .hasMessageContaining("nothing for linux_riscv64")
        .hasMessageContaining("x5.0_darwin_arm64, x5.0_linux_amd64");
  }

  @Test
  void aProgramOfThisHostIsInstalledUnderItsOwnVersion() throws Exception {
    Path file = Files.writeString(folder.resolve("built"), program("0.1.0-dev"));
    PluginInstaller installer = installer(Optional.empty());
    assertThat(installer.installFile(things, file, new Cancellation()).file())
        .hasFileName(START + "0.1.0-dev_x5.0_linux_amd64")
        .isExecutable();
    assertThatThrownBy(
            () -> installer.installFile(things, folder.resolve("none"), new Cancellation()))
        .hasMessageContaining("is not a file");
  }

  @Test
  void sourcesAreChecked() {
    for (String bad :
        List.of("things", "example.com/acme/things", "github.com/../things", "github.com/a/b/c")) {
      assertThatThrownBy(() -> PluginAddress.parse(bad)).hasMessageContaining("github.com/OWNER");
    }
    assertThatThrownBy(() -> PluginAddress.parse("github.com/acme/packer-plugin-things"))
        .hasMessageContaining("github.com/acme/things");
  }

  private static RequiredPlugin required(String name, String source, String constraints) {
    SourceRange range = new SourceFile("b.pkr.hcl", "packer {}").range(0, 6);
    return new RequiredPlugin(name, source, constraints, range);
  }

  private List<Diagnostic> init(String constraints, boolean upgrade) throws Exception {
    return init(required("things", "github.com/acme/things", constraints), upgrade);
  }

  private List<Diagnostic> init(RequiredPlugin plugin, boolean upgrade) throws Exception {
    Diagnostics diagnostics = new Diagnostics();
    told.clear();
    new RequiredPlugins(installer(Optional.empty()), upgrade, false, told::add)
        .install(folder, List.of(plugin), new Cancellation(), diagnostics);
    return diagnostics.list();
  }

  @Test
  void aPluginWhoseComponentsAreThereWithoutItIsNotInstalled() throws Exception {
    assertThat(init(required("docker", "github.com/hashicorp/docker", ">= 99"), false)).isEmpty();
    assertThat(told).singleElement().asString().contains("isn't needed");
    assertThat(folder.resolve(PluginLock.NAME)).doesNotExist();
  }

  private String lock() throws IOException {
    return Files.readString(folder.resolve(PluginLock.NAME));
  }

  @Test
  void theLockFileKeepsTheVersionUntilAnUpgrade() throws Exception {
    assertThat(init("= 1.0.0", false)).isEmpty();
    assertThat(lock()).contains("version   = \"1.0.0\"", "x5.0_darwin_arm64:", "x5.0_linux_amd64:");
    assertThat(init(">= 1.0.0", false)).isEmpty();
    assertThat(told).singleElement().asString().contains("1.0.0 is installed");
    Path _ = Files.move(plugins(), folder.resolve("gone"));
    assertThat(init(">= 1.0.0", false)).isEmpty();
    assertThat(left()).anyMatch(name -> name.contains("_v1.0.0_"));
    assertThat(init(">= 1.2.0", false).toString()).contains("init -upgrade");
    assertThat(init(">= 1.2.0", true)).isEmpty();
    assertThat(lock()).contains("version   = \"1.10.0\"");
  }

  @Test
  void aReleaseThatWasReplacedIsRefused() throws Exception {
    assertThat(init("= 1.0.0", false)).isEmpty();
    Path _ = Files.move(plugins(), folder.resolve("gone"));
    release("1.0.0", zip(START + "1.0.0_x5.0_linux_amd64", program("1.0.0") + "# evil\n"));
    assertThat(init("= 1.0.0", false).toString()).contains("is not the one in .ingot.plugins");
    assertThat(left()).isEmpty();
    assertThat(init("= 1.0.0", true)).isEmpty();
  }

  @Test
  void aLockFileThatIsDamagedIsAnError() throws Exception {
    Files.writeString(
        folder.resolve(PluginLock.NAME),
        "plugin \"github.com/acme/things\" {\n version = \"x\"\n checksums = [\"y\"]\n}\n");
    assertThat(init("", false)).hasSize(2).allMatch(Diagnostic::isError);
  }

  @Test
  void aMirrorInAFolderHasTheSamePaths() throws Exception {
    Path release = folder.resolve("mirror" + RELEASES + "1.2.0");
    Files.createDirectories(release);
    String name = START + "1.2.0_x5.0_linux_amd64";
    byte[] archive = zip(name, program("1.2.0"));
    Files.write(release.resolve(name + ".zip"), archive);
    Files.writeString(
        release.resolve(START + "1.2.0_SHA256SUMS"),
        Digest.of(archive).hex() + "  " + name + ".zip\n");
    PluginInstaller installer =
        new PluginInstaller(
            new PluginFiles(List.of(plugins())),
            new FolderReleases(folder.resolve("mirror")),
            new TiedPrograms(),
            "linux_amd64");
    Version newest = installer.newest(things, "", new Cancellation());
    assertThat(installer.install(things, newest, new TreeMap<>(), new Cancellation()).file())
        .hasFileName(name);
    assertThatThrownBy(
            () ->
                installer.newest(
                    PluginAddress.parse("github.com/acme/none"), "", new Cancellation()))
        .hasMessageContaining("There is no plugin");
    for (String bad : List.of("http://example.com", "/nonexistent")) {
      assertThatThrownBy(
              () ->
                  PluginInstaller.of(
                      client, Map.of("INGOT_PLUGIN_MIRROR", bad), new TiedPrograms()))
          .hasMessageContaining("https://");
    }
  }
}
