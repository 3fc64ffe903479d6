package dev.ingot.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.graph.Cancellation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginProcessTest {
  @TempDir Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();

  private PluginProcess.Launch launch(String script) {
    return launch(script, Duration.ofSeconds(20));
  }

  private PluginProcess.Launch launch(String script, Duration deadline) {
    return new PluginProcess.Launch(
        "the plugin",
        List.of("/bin/sh", "-c", script),
        Map.of("COOKIE", "crumbs"),
        List.of("TMPDIR"),
        folder,
        deadline,
        log::add);
  }

  private PluginProcess<Handshake.OfPacker> start(String script) throws Exception {
    return PluginProcess.start(launch(script), Handshake.ofPacker(), new Cancellation());
  }

  @Test
  void itIsReachedWhereItsFirstLineSays() throws Exception {
    try (PluginProcess<Handshake.OfPacker> plugin =
        start("echo bad >&2; echo \"5|0|unix|$TMPDIR/$COOKIE\"; echo more; sleep 60")) {
      assertThat(plugin.handshake().address())
          .isEqualTo(new Handshake.Address.Unix(plugin.folder().resolve("crumbs")));
      assertThat(plugin.isAlive()).isTrue();
      assertThat(Files.getPosixFilePermissions(plugin.folder()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(log).contains("bad");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void nothingOfItIsLeftWhenItIsClosed() throws Exception {
    Path pids = folder.resolve("pids");
    PluginProcess<Handshake.OfPacker> plugin =
        start(
            "sleep 60 & echo $! > "
                + pids
                + "; setsid sleep 60 & echo $! >> "
                + pids
                + "; trap '' TERM INT; touch $TMPDIR/left; echo '5|0|unix|/x'; wait");
    List<Long> children = Files.readAllLines(pids).stream().map(Long::parseLong).toList();
    plugin.close();
    assertThat(plugin.isAlive()).isFalse();
    assertThat(plugin.folder()).doesNotExist();
    for (long child : children) {
      Optional<ProcessHandle> left = ProcessHandle.of(child);
      if (left.isPresent()) {
        left.get().onExit().get(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void foldersOfKilledProcessesAreRemovedByTheNext() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    int _ = ended.waitFor();
    Path left = Files.createDirectories(folder.resolve("ingot-" + ended.pid() + "-1/deeper"));
    Files.createFile(left.resolveSibling(".lock"));
    Files.createFile(left.resolve("socket"));
    Path running = Files.createDirectory(folder.resolve("ingot-1-1"));
    Files.createFile(running.resolve(".lock"));
    Path other = Files.createDirectory(folder.resolve("ingot-notes-1"));
    try (PluginProcess<Handshake.OfPacker> plugin = start("echo '5|0|unix|/x'; sleep 60")) {
      assertThat(folder)
          .isDirectoryContaining(plugin.folder()::equals)
          .isDirectoryContaining(running::equals)
          .isDirectoryContaining(other::equals)
          .isDirectoryNotContaining(left.resolve("..").normalize()::equals);
    }
  }

  @Test
  void aFolderInUseIsNotRemovedByAnotherPlugin() throws Exception {
    try (PluginProcess<Handshake.OfPacker> first = start("echo '5|0|unix|/x'; sleep 60");
        PluginProcess<Handshake.OfPacker> second = start("echo '5|0|unix|/x'; sleep 60")) {
      assertThat(first.folder()).isDirectory().isNotEqualTo(second.folder());
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anEndBeforeTheHandshakeSaysTheExitCodeAndTheLastLines() {
    assertThatThrownBy(() -> start("echo no such cookie >&2; exit 7"))
        .isInstanceOfSatisfying(
            PluginException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(PluginException.Reason.ENDED);
              assertThat(e.describe()).contains("exit code 7").contains("no such cookie");
            });
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aProgramThatIsNotThereIsSaid() {
    PluginProcess.Launch launch =
        new PluginProcess.Launch(
            "the plugin",
            List.of("/no/such/plugin"),
            Map.of(),
            List.of(),
            folder,
            Duration.ofSeconds(20),
            log::add);
    assertThatThrownBy(() -> PluginProcess.start(launch, Handshake.ofPacker(), new Cancellation()))
        .isInstanceOfSatisfying(
            PluginException.class, e -> assertThat(e.describe()).contains("/no/such/plugin"));
  }

  @Test
  void aPluginThatSaysNothingIsKilled() {
    assertThatThrownBy(
            () ->
                PluginProcess.start(
                    launch("sleep 60", Duration.ofMillis(200)),
                    Handshake.ofPacker(),
                    new Cancellation()))
        .isInstanceOfSatisfying(
            PluginException.class,
            e -> assertThat(e.reason()).isEqualTo(PluginException.Reason.LATE))
        .hasMessageContaining("200ms");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aLineWithoutAnEndIsNotReadForEver() {
    assertThatThrownBy(() -> start("yes | tr -d '\\n'"))
        .isInstanceOfSatisfying(
            PluginException.class,
            e -> assertThat(e.reason()).isEqualTo(PluginException.Reason.NO_HANDSHAKE));
  }

  @RepeatedTest(10)
  void aCancelKillsItWhileItStarts() {
    Cancellation cancellation = new Cancellation();
    PluginProcess.Launch launch =
        new PluginProcess.Launch(
            "the plugin",
            List.of("/bin/sh", "-c", "echo started >&2; sleep 60"),
            Map.of(),
            List.of(),
            folder,
            Duration.ofSeconds(20),
            line -> cancellation.cancel());
    assertThatThrownBy(() -> PluginProcess.start(launch, Handshake.ofPacker(), cancellation))
        .isInstanceOf(InterruptedException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aCancelKillsItLater() throws Exception {
    Cancellation cancellation = new Cancellation();
    try (PluginProcess<Handshake.OfPacker> plugin =
        PluginProcess.start(
            launch("echo '5|0|unix|/x'; sleep 60"), Handshake.ofPacker(), cancellation)) {
      cancellation.cancel();
      assertThat(plugin.onExit().get(10, TimeUnit.SECONDS)).isNotZero();
    }
  }

  @Test
  void itsEndIsNoticed() throws Exception {
    try (PluginProcess<Handshake.OfPacker> plugin =
        start("echo '5|0|unix|/x'; echo panic: oh >&2; exit 2")) {
      assertThat(plugin.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(2);
      assertThat(plugin.failure().describe()).contains("exit code 2").contains("panic: oh");
      assertThat(plugin.stop(Duration.ofSeconds(1))).isTrue();
    }
  }

  @Test
  void whatItPrintsForEverDoesNotStopIt() throws Exception {
    try (PluginProcess<Handshake.OfPacker> plugin =
        PluginProcess.start(
            new PluginProcess.Launch(
                "the plugin",
                List.of("/bin/sh", "-c", "echo '5|0|unix|/x'; seq 20000; seq 20000 >&2; exit 3"),
                Map.of(),
                List.of(),
                folder,
                Duration.ofSeconds(20),
                line -> {}),
            Handshake.ofPacker(),
            new Cancellation())) {
      assertThat(plugin.onExit().get(30, TimeUnit.SECONDS)).isEqualTo(3);
      assertThat(plugin.failure().lastLines()).hasSize(40).endsWith("20000");
    }
  }
}
