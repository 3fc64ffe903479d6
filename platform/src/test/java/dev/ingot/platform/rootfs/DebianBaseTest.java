package dev.ingot.platform.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.bake.LayeredSource;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.bake.process.TiedPrograms;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.Surroundings;
import dev.ingot.http.kit.TestServer;
import dev.ingot.platform.host.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bases that mmdebstrap makes; a script stands for it. */
class DebianBaseTest {
  private final Path folder;
  private final List<String> notes = new ArrayList<>();
  private final TestServer mirror;
  private volatile String release = "Suite: stable, of today";

  DebianBaseTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.mirror =
        TestServer.plain(
            asked ->
                asked.target().equals("/debian/dists/bookworm/InRelease")
                    ? TestServer.response(200, release)
                    : TestServer.response(404, ""));
  }

  @AfterEach
  void close() throws IOException {
    mirror.close();
  }

  private void program(String script) throws IOException {
    Path program = folder.resolve("mmdebstrap");
    Files.writeString(program, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private DebianBase base(String suite, String... packages) {
    return of(mirror.uri("/debian").toString(), suite, packages);
  }

  private DebianBase of(String address, String suite, String... packages) {
    return new DebianBase(
        new DebianBase.Choice(
            suite, address, List.of("main"), List.of(packages), "minbase", Optional.empty()),
        List.of(folder),
        new TiedPrograms(),
        new MachineFolders(folder.resolve("machines"), Processes.ofHost()),
        Surroundings.of(Map.of(), Clock.systemUTC(), new Random(1)),
        42);
  }

  private LayeredSource.BaseLayer.Made layer(DebianBase base) throws Exception {
    return (LayeredSource.BaseLayer.Made) base.layer(notes::add, new Cancellation());
  }

  @Test
  void theProgramMakesTheTreeWhichIsGoneAfterwards() throws Exception {
    program(
        """
        echo "I: $*" >&2
        for last; do before=$root; root=$place; place=$last; done
        mkdir -p "$root/etc" "$root/dev"
        echo $SOURCE_DATE_EPOCH > "$root/etc/epoch"
        echo x > "$root/dev/console"
        """);
    try (LayeredSource.TreeSource tree = layer(base("bookworm", "nginx", "curl")).tree()) {
      assertThat(tree.entries(new Cancellation()))
          .extracting(TreeEntry::path)
          .containsExactly("dev", "etc", "etc/epoch");
    }
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith(
            "--format=directory --variant=minbase --components=main --include=curl,nginx bookworm"
                + " /")
        .endsWith("/debian");
    try (var left = Files.list(folder.resolve("machines"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatTheMirrorHasAndWhatIsChosenIsTheKey() throws Exception {
    program("exit 0\n");
    var first = layer(base("bookworm", "nginx", "curl")).key();
    assertThat(layer(base("bookworm", "curl", "nginx")).key()).isEqualTo(first);
    assertThat(layer(base("bookworm", "nginx")).key()).isNotEqualTo(first);
    release = "Suite: stable, of tomorrow";
    assertThat(layer(base("bookworm", "nginx", "curl")).key()).isNotEqualTo(first);
  }

  @Test
  void aFailureShowsTheLastOutput() throws Exception {
    program("echo E: no such package; exit 25\n");
    try (LayeredSource.TreeSource tree = layer(base("bookworm")).tree()) {
      assertThatThrownBy(() -> tree.entries(new Cancellation()))
          .isInstanceOf(StepException.class)
          .hasMessage(
              "mmdebstrap ended with exit code 25. Its last output was:\nE: no such package");
    }
  }

  @Test
  void aSuiteThatTheMirrorDoesNotHaveIsNamed() throws Exception {
    program("exit 0\n");
    assertThatThrownBy(() -> layer(base("nosuch")))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("The mirror doesn't have the suite \"nosuch\": 404 Not Found");
  }

  @Test
  void aFolderThatDoesNotHaveTheSuiteIsNamed() throws Exception {
    program("exit 0\n");
    assertThatThrownBy(() -> layer(of(folder.resolve("none").toUri().toString(), "bookworm")))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("The mirror doesn't have the suite \"bookworm\": there is no file");
  }

  @Test
  void devicesOfThisHostStayWhereATreeHasALinkToThem() throws Exception {
    Path devices = Files.createDirectory(folder.resolve("devices"));
    Path device = Files.createFile(devices.resolve("null"));
    program(
        """
        for last; do root=$place; place=$last; done
        mkdir -p "$root"
        ln -s DEVICES "$root/dev"
        """
            .replace("DEVICES", devices.toString()));
    try (LayeredSource.TreeSource tree = layer(base("bookworm")).tree()) {
      assertThat(tree.entries(new Cancellation())).isEmpty();
    }
    assertThat(device).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://[::1", "http://a/{x}", "https://u:a%s@x/", "file:x", "http:/x"})
  void aMirrorWhoseAddressIsNoneIsRefused(String address) {
    assertThat(BaseReader.isAddress(address)).isFalse();
    assertThat(BaseReader.isAddress("http://[::1]/debian")).isTrue();
    assertThat(BaseReader.isAddress("file:///srv/debian")).isTrue();
  }
}
