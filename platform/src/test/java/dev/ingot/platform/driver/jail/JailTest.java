package dev.ingot.platform.driver.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.Limits;
import dev.ingot.platform.driver.OutputSink;
import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.platform.host.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JailTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder = Path.of("/");
  private Path root = Path.of("/");
  private final List<String> output = new ArrayList<>();
  private final Processes processes = Processes.ofHost();

  @BeforeEach
  void makeRoot() throws IOException {
    root = HostRoot.make(folder.resolve("root"), "sh", "sleep", "cat", "id", "ls", "grep");
  }

  private Jail jail(JailMode mode) {
    JailCapability capability = new JailDetector(folder.resolve("trial")).detect(mode);
    assumeTrue(
        capability.mode() == mode,
        () -> "skipped: " + mode + " is not possible here: " + capability.explanation());
    return new Jail(capability, processes, new Cgroups(Path.of("/proc")));
  }

  private JailSpec spec(JailRoot of, String script) throws IOException {
    return spec(of, List.of("/bin/sh", "-c", script), Limits.NONE);
  }

  private JailSpec spec(JailRoot of, List<String> command, Limits limits) throws IOException {
    Path run = folder.resolve("run");
    Files.createDirectories(run);
    return new JailSpec(
        run,
        of,
        "web-1",
        command,
        Map.of("GREETING", "it's \"so\" $HOME"),
        "/",
        Optional.empty(),
        List.of(),
        JailSpec.Privileges.SEALED,
        JailSpec.Network.HOST,
        limits,
        Optional.of(UserRange.ofAddress("127.9.3.7")),
        JailSpec.DEFAULT_HOSTS);
  }

  private JailRoot sealed(Jail jail) {
    return jail.capability().overlay()
        ? new JailRoot.Layers(List.of(root))
        : new JailRoot.Directory(root, true);
  }

  private JailExit run(Jail jail, JailSpec spec) throws Exception {
    return jail.run(spec, (stream, line) -> output.add(stream + " " + line), LIMIT);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aCommandRunsWithItsEnvironmentAndItsExitCodeComesBack(JailMode mode) throws Exception {
    Jail jail = jail(mode);
    JailExit exit = run(jail, spec(sealed(jail), "echo \"$GREETING\"; echo oops >&2; exit 7"));
    assertThat(output).containsExactlyInAnyOrder("OUT it's \"so\" $HOME", "ERR oops");
    assertThat(exit).isEqualTo(new JailExit(7, false));
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aCommandStartsAlsoWhereTheOneBeforeItStillRuns(JailMode mode) throws Exception {
    Jail jail = jail(mode);
    JailSpec spec = spec(sealed(jail), "echo started");
    Path entry = spec.runDirectory().resolve("enter");
    Files.copy(Path.of("/bin/sleep"), entry);
    Process before = new ProcessBuilder(entry.toString(), "60").start();
    try {
      assertThat(run(jail, spec).isSuccess()).as("%s", output).isTrue();
    } finally {
      before.destroyForcibly();
    }
    assertThat(output).containsExactly("OUT started");
  }

  @ParameterizedTest
  @EnumSource(names = {"ROOT_NAMESPACES", "USER_NAMESPACE"})
  void theRootIsSealedAndTheHostIsOutOfReach(JailMode mode) throws Exception {
    Jail jail = jail(mode);
    JailExit exit =
        run(
            jail,
            spec(
                sealed(jail),
                """
                ( : >/bin/x ) 2>/dev/null && echo 'root is writable'
                ( echo x >/proc/sys/kernel/hostname ) 2>/dev/null && echo 'sysctl is writable'
                : >/tmp/x && echo 'tmp is writable'
                ls /proc/1/root/ >/dev/null 2>&1 && echo 'process 1 shows the host'
                cat /proc/sys/kernel/hostname
                echo >/dev/null && echo 'null works'
                grep CapEff /proc/self/status
                grep NoNewPrivs /proc/self/status
                ls /
                """));
    assertThat(output)
        .contains(
            "OUT tmp is writable",
            "OUT web-1",
            "OUT null works",
            "OUT CapEff:\t0000000000000400",
            "OUT NoNewPrivs:\t1",
            "OUT dev")
        .doesNotContain(
            "OUT root is writable",
            "OUT sysctl is writable",
            "OUT process 1 shows the host",
            "OUT home");
    assertThat(exit.isSuccess()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"ROOT_NAMESPACES", "USER_NAMESPACE"})
  void whatIsWrittenGoesToTheUpperLayer(JailMode mode) throws Exception {
    Jail jail = jail(mode);
    assumeTrue(jail.capability().overlay(), "skipped: no overlays here");
    Path upper = Files.createDirectories(folder.resolve("upper"));
    Path work = Files.createDirectories(folder.resolve("work"));
    JailSpec spec =
        JailSpec.bake(
            Files.createDirectories(folder.resolve("run")),
            new JailRoot.Writable(List.of(root), upper, work),
            List.of("/bin/sh", "-c", "echo baked >/made; echo again >/bin/made; echo gone >/tmp/x"),
            Map.of(),
            List.of(),
            JailSpec.Network.NONE);
    assertThat(run(jail, spec).isSuccess()).as("%s", output).isTrue();
    assertThat(upper.resolve("made")).hasContent("baked\n");
    assertThat(upper.resolve("bin/made")).hasContent("again\n");
    try (var entries = Files.list(upper)) {
      assertThat(entries.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("made", "bin");
    }
    assertThat(root.resolve("made")).doesNotExist();
  }

  @Test
  void laterLayersCoverEarlierOnes() throws Exception {
    Jail jail = jail(JailMode.ROOT_NAMESPACES);
    assumeTrue(jail.capability().overlay(), "skipped: no overlays here");
    Path top = Files.createDirectories(folder.resolve("top,with:odd name"));
    Files.writeString(top.resolve("hello"), "from the top\n");
    Files.writeString(root.resolve("hello"), "from below\n");
    run(jail, spec(new JailRoot.Layers(List.of(root, top)), "cat /hello"));
    assertThat(output).containsExactly("OUT from the top");
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aCommandThatTakesTooLongIsKilledWithAllItStarted(JailMode mode) throws Exception {
    Jail jail = jail(mode);
    JailExit exit =
        jail.run(
            spec(sealed(jail), "sleep 7531 & sleep 7532"),
            (stream, line) -> output.add(stream + " " + line),
            Duration.ofMillis(700));
    assertThat(exit.timedOut()).isTrue();
    assertThat(processes.withCommandLine("sleep 753")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aStartedJailEndsAfterSigtermAndKeepsItsCode(JailMode mode) throws Exception {
    Jail jail = jail(mode);
    Path log = folder.resolve("log");
    JailSpec spec =
        spec(sealed(jail), "trap 'echo bye; exit 5' TERM; echo up; while :; do sleep 0.05; done");
    JailProcess process = jail.start(spec, Cgroups.Slot.none(), log);
    while (!Files.readString(log).contains("up")) {
      Thread.onSpinWait();
    }
    assertThat(jail.stop(process, LIMIT)).isTrue();
    assertThat(Files.readString(log)).isEqualTo("up\nbye\n");
    assertThat(Jail.exitCode(spec.runDirectory())).contains(5);
    assertThat(processes.isAlive(process.holder())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aJailThatIgnoresSigtermIsKilledAfterItsGrace(JailMode mode) throws Exception {
    Jail jail = jail(mode);
    JailSpec spec = spec(sealed(jail), "trap '' TERM; echo up; while :; do sleep 0.05; done");
    Path log = folder.resolve("log");
    JailProcess process = jail.start(spec, Cgroups.Slot.none(), log);
    while (!Files.readString(log).contains("up")) {
      Thread.onSpinWait();
    }
    assertThat(jail.stop(process, Duration.ofMillis(200))).isFalse();
    assertThat(processes.isAlive(process.holder())).isFalse();
    assertThat(processes.isAlive(process.init())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"ROOT_NAMESPACES", "USER_NAMESPACE"})
  void aCommandRunInAStartedJailIsSealedToo(JailMode mode) throws Exception {
    Jail jail = jail(mode);
    Path log = folder.resolve("log");
    JailSpec spec = spec(sealed(jail), "echo mine >/tmp/x; echo up; sleep 100");
    JailProcess process = jail.start(spec, Cgroups.Slot.none(), log);
    while (!Files.readString(log).contains("up")) {
      Thread.onSpinWait();
    }
    String script =
        "cat /tmp/x; echo $V; grep CapEff /proc/self/status; ls /proc/1/root/ || echo no; exit 3";
    JailExit exit =
        jail.exec(
            process,
            root,
            folder,
            List.of("/bin/sh", "-c", script),
            Map.of("V", "v", "PATH", "/bin"),
            (stream, line) -> {
              if (stream == OutputSink.Stream.OUT) {
                output.add(line);
              }
            },
            LIMIT);
    assertThat(exit.code()).isEqualTo(3);
    assertThat(output).containsExactly("mine", "v", "CapEff:\t0000000000000400", "no");
    assertThat(jail.stop(process, Duration.ofSeconds(5))).isTrue();
    assertThat(
            jail.exec(
                    process,
                    root,
                    folder,
                    List.of("/bin/ls"),
                    Map.of(),
                    (_, line) -> output.add(line),
                    LIMIT)
                .code())
        .isEqualTo(JailExit.SETUP_FAILED);
  }

  @Test
  void aMemoryLimitIsKept() throws Exception {
    Jail jail = jail(JailMode.ROOT_NAMESPACES);
    Cgroups cgroups = new Cgroups(Path.of("/proc"));
    Limits limits =
        new Limits(OptionalLong.of(16 << 20), OptionalLong.of(20), OptionalDouble.of(0.5));
    Cgroups.Slot slot = cgroups.create("ingot-test-" + ProcessHandle.current().pid(), limits);
    try {
      assumeTrue(slot.notes().isEmpty(), () -> "skipped: " + slot.notes());
      String script = "x=$(cat /dev/zero | grep -a -o '\\0' ); echo survived";
      JailSpec spec = spec(sealed(jail), List.of("/bin/sh", "-c", script), limits);
      Path log = folder.resolve("log");
      JailProcess process = jail.start(spec, slot, log);
      while (processes.isAlive(process.holder())) {
        Thread.onSpinWait();
      }
      assertThat(Cgroups.wasOutOfMemory(slot.directories())).isTrue();
    } finally {
      Cgroups.remove(slot.directories());
      assertThat(slot.directories()).noneMatch(Files::exists);
    }
  }

  @Test
  void aMissingCommandIsToldOnStandardError() throws Exception {
    Jail jail = jail(JailMode.ROOT_NAMESPACES);
    JailExit exit = run(jail, spec(sealed(jail), List.of("/bin/nothing"), Limits.NONE));
    assertThat(exit.code()).isEqualTo(127);
    assertThat(output).singleElement().asString().contains("/bin/nothing");
  }

  @Test
  void aProcessNumberThatWasGivenAgainIsNotTheSameProcess() {
    ProcessIdentity self = processes.identify(ProcessHandle.current().pid()).orElseThrow();
    assertThat(processes.isAlive(self)).isTrue();
    assertThat(
            processes.isAlive(
                new ProcessIdentity(self.pid(), self.startTicks() - 1, self.bootId())))
        .isFalse();
    assertThat(processes.isAlive(new ProcessIdentity(self.pid(), self.startTicks(), "before")))
        .isFalse();
  }
}
