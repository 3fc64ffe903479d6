package dev.ingot.platform.driver.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.Limits;
import dev.ingot.platform.driver.OutputSink;
import dev.ingot.platform.host.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a hostile machine tries against its host. */
final class JailAttackTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** How many probes a machine gets to attack; raise it to look for rarer races. */
  private static final int PROBES = Integer.getInteger("ingot.test.probes", 12);

  @TempDir private Path folder = Path.of("/");
  private Path root = Path.of("/");
  private Path secret = Path.of("/");
  private final List<String> output = new ArrayList<>();
  private final Processes processes = Processes.ofHost();

  @BeforeEach
  void makeRoot() throws IOException {
    root = HostRoot.make(folder.resolve("root"), "sh", "sleep", "cat", "id", "ls", "grep");
    secret = Files.writeString(folder.resolve("secret"), "the host's secret\n");
  }

  private Jail jail(JailMode mode) {
    JailCapability capability = new JailDetector(folder.resolve("trial")).detect(mode);
    assumeTrue(
        capability.mode() == mode,
        () -> "skipped: " + mode + " is not possible here: " + capability.explanation());
    return new Jail(capability, processes, new Cgroups(Path.of("/proc")));
  }

  private JailSpec spec(Jail jail, String script, Map<String, String> environment)
      throws IOException {
    return new JailSpec(
        Files.createDirectories(folder.resolve("run")),
        jail.capability().overlay()
            ? new JailRoot.Layers(List.of(root))
            : new JailRoot.Directory(root, true),
        "web-1",
        List.of("/bin/sh", "-c", script),
        environment,
        "/",
        Optional.empty(),
        List.of(),
        JailSpec.Privileges.SEALED,
        JailSpec.Network.HOST,
        Limits.NONE,
        JailSpec.DEFAULT_HOSTS);
  }

  private JailProcess start(Jail jail, String script, Map<String, String> environment)
      throws Exception {
    Path log = folder.resolve("log");
    JailProcess process =
        jail.start(spec(jail, "echo up\n" + script, environment), Cgroups.Slot.none(), log);
    while (!Files.readString(log).contains("up")) {
      Thread.onSpinWait();
    }
    return process;
  }

  private JailExit exec(Jail jail, JailProcess process, String script, Map<String, String> more)
      throws Exception {
    return jail.exec(
        process,
        root,
        folder,
        List.of("/bin/sh", "-c", script),
        more,
        (stream, line) -> output.add(line),
        LIMIT);
  }

  @ParameterizedTest
  @EnumSource(names = {"ROOT_NAMESPACES", "USER_NAMESPACE"})
  void aProbeNeverShowsTheHostToTheMachine(JailMode mode) throws Exception {
    Jail jail = jail(mode);
    JailProcess process =
        start(
            jail,
            """
            while :; do
              for p in /proc/[0-9]*; do
                { read -r line <"$p/root$SECRET"; } 2>/dev/null && echo "stolen: $line" && exit
                { read -r line <"$p/cwd/../../../../../../../..$SECRET"; } 2>/dev/null &&
                  echo "stolen: $line" && exit
              done
            done
            """,
            Map.of("SECRET", secret.toString()));
    try {
      for (int i = 0; i < PROBES; i++) {
        JailExit exit = exec(jail, process, ":", Map.of());
        if (exit.code() == JailExit.SETUP_FAILED) {
          break;
        }
      }
    } finally {
      boolean _ = jail.stop(process, Duration.ZERO);
    }
    // A shell may print "Terminated" when the machine is stopped.
    assertThat(Files.readString(folder.resolve("log"))).startsWith("up\n").doesNotContain("stolen");
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aVariableOfTheMachineLoadsNothingIntoProgramsOfTheHost(JailMode mode) throws Exception {
    Jail jail = jail(mode);
    Path library = folder.resolve("evil.so");
    Process compiler =
        new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), "-x", "c", "-")
            .redirectErrorStream(true)
            .start();
    try (var source = compiler.getOutputStream()) {
      source.write(
          ("#include <fcntl.h>\n#include <unistd.h>\n__attribute__((constructor)) void f(void) {"
                  + " int d = open(\""
                  + folder.resolve("escaped")
                  + "\", O_CREAT | O_WRONLY, 0600); if (d >= 0) close(d); }\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    assumeTrue(compiler.waitFor() == 0, "skipped: there is no C compiler here");
    Files.copy(library, root.resolve("evil.so"));
    Map<String, String> environment = Map.of("LD_PRELOAD", "/proc/self/cwd/evil.so");
    JailProcess process = start(jail, "sleep 100", environment);
    try {
      JailExit _ = exec(jail, process, ":", environment);
    } finally {
      boolean _ = jail.stop(process, Duration.ZERO);
    }
    assertThat(folder.resolve("escaped")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void secretsOfAMachineAreInNoListOfProcesses(JailMode mode) throws Exception {
    Jail jail = jail(mode);
    Map<String, String> environment = Map.of("TOKEN", "s3cret-7741");
    List<String> seen = new ArrayList<>();
    Thread looker =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    processes.withCommandLine("s3cret-7741").stream()
                        .flatMap(one -> processes.commandLine(one.pid()).stream())
                        .forEach(seen::add);
                  }
                });
    JailProcess process = start(jail, "sleep 100", environment);
    try {
      JailExit _ = exec(jail, process, "sleep 0.3", environment);
    } finally {
      boolean _ = jail.stop(process, Duration.ZERO);
      looker.interrupt();
      looker.join();
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void theFilesOfNamesAreNotTheHostsToFill() throws Exception {
    Jail jail = jail(JailMode.ROOT_NAMESPACES);
    Files.createDirectories(root.resolve("etc"));
    JailExit exit =
        jail.run(
            spec(
                jail,
                "for f in hosts resolv.conf; do ( echo x >>/etc/$f ) 2>/dev/null && echo \"$f\";"
                    + " done",
                Map.of()),
            (_, line) -> output.add(line),
            LIMIT);
    assertThat(exit.timedOut()).isFalse();
    assertThat(output).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"ROOT_NAMESPACES", "USER_NAMESPACE"})
  void aMachineGetsNoNamespacesAndNoKeys(JailMode mode) throws Exception {
    root = HostRoot.make(root, "unshare", "mount");
    Jail jail = jail(mode);
    JailExit _ =
        jail.run(
            spec(
                jail,
                """
                /bin/unshare --user --map-root-user /bin/sh -c 'echo has a user namespace'
                /bin/unshare --mount /bin/sh -c 'echo has a mount namespace'
                /bin/mount -t tmpfs none /tmp && echo can mount
                cat /proc/keys /proc/key-users 2>/dev/null
                grep -E 'Seccomp:|CapPrm' /proc/self/status
                """,
                Map.of("PATH", "/bin")),
            (stream, line) -> {
              if (stream == OutputSink.Stream.OUT) {
                output.add(line);
              }
            },
            LIMIT);
    assertThat(output).containsExactly("CapPrm:\t0000000000000400", "Seccomp:\t2");
  }
}
