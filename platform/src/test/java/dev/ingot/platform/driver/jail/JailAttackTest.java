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
    return spec(jail, script, environment, Optional.empty(), List.of());
  }

  private JailSpec spec(
      Jail jail,
      String script,
      Map<String, String> environment,
      Optional<JailSpec.User> user,
      List<JailSpec.Bind> binds)
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
        user,
        binds,
        JailSpec.Privileges.SEALED,
        JailSpec.Network.HOST,
        Limits.NONE,
        Optional.of(UserRange.ofAddress("127.9.3.7")),
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

  /** What a machine tries that no filter must let pass; prints what worked. */
  private static final String CALLS =
      """
      #include <errno.h>
      #include <linux/keyctl.h>
      #include <sched.h>
      #include <fcntl.h>
      #include <stdio.h>
      #include <sys/mount.h>
      #include <sys/socket.h>
      #include <sys/syscall.h>
      #include <unistd.h>
      static char buffer[256];
      static void look(const char *what, long result) {
        if (result >= 0) printf("%s\\n", what);
      }
      int main(int count, char **arguments) {
        if (count > 1) {
          look("kept", syscall(SYS_add_key, "user", "ingot-test", "secret", 6, KEY_SPEC_USER_KEYRING));
          return 0;
        }
        look("vsock", socket(40, SOCK_STREAM, 0));
        look("vsock of datagrams", socket(40, SOCK_DGRAM, 0));
        look("algorithms", socket(38, SOCK_SEQPACKET, 0));
        long key = syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_USER_KEYRING, "user", "ingot-test", 0);
        look("search for a key", key);
        look("request a key", syscall(SYS_request_key, "user", "ingot-test", NULL, 0));
        look("read a keyring", syscall(SYS_keyctl, KEYCTL_READ, KEY_SPEC_USER_KEYRING, buffer, 256));
        look("session keyring", syscall(SYS_keyctl, KEYCTL_READ, KEY_SPEC_SESSION_KEYRING, buffer, 256));
        look("add a key", syscall(SYS_add_key, "user", "x", "y", 1, KEY_SPEC_PROCESS_KEYRING));
        look("user namespace", unshare(CLONE_NEWUSER));
        look("mount namespace", unshare(CLONE_NEWNS));
        look("namespace of another", setns(open("/proc/1/ns/mnt", 0), 0));
        look("mount", mount("none", "/tmp", "tmpfs", 0, ""));
        look("clone3", syscall(SYS_clone3, NULL, 0) >= 0 || errno != ENOSYS ? 0 : -1);
        look("bpf", syscall(SYS_bpf, 0, buffer, 48));
        look("io_uring", syscall(SYS_io_uring_setup, 1, buffer));
        look("host process", open("/proc/1/root/etc/hostname", 0));
        puts("done");
        return 0;
      }
      """;

  private Path compiled() throws Exception {
    Path program = root.resolve("bin/calls");
    Process compiler =
        new ProcessBuilder(
                "cc", "-D_GNU_SOURCE", "-static", "-o", program.toString(), "-x", "c", "-")
            .redirectErrorStream(true)
            .start();
    try (var source = compiler.getOutputStream()) {
      source.write(CALLS.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(compiler.waitFor() == 0, () -> "skipped: no C compiler here: " + said);
    return program;
  }

  @ParameterizedTest
  @EnumSource(names = {"ROOT_NAMESPACES", "USER_NAMESPACE"})
  void aMachineReachesNoHypervisorNoKeysAndNoNamespaces(JailMode mode) throws Exception {
    Jail jail = jail(mode);
    Path program = compiled();
    // A key of the host's user, which one machine once read.
    int _ = new ProcessBuilder(program.toString(), "keep").start().waitFor();
    JailExit _ = jail.run(spec(jail, "calls", Map.of()), (stream, line) -> output.add(line), LIMIT);
    assertThat(output).containsExactly("done");
    output.clear();
    JailProcess process = start(jail, "sleep 100", Map.of());
    try {
      JailExit _ = exec(jail, process, "calls", Map.of("PATH", "/bin"));
    } finally {
      boolean _ = jail.stop(process, Duration.ZERO);
    }
    assertThat(output).containsExactly("done");
  }

  private static long userOnHost(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("Uid:"))
        .map(line -> Long.parseLong(line.split("\\s+")[1]))
        .findFirst()
        .orElseThrow();
  }

  private Jail mapped() {
    Jail jail = jail(JailMode.ROOT_NAMESPACES);
    assumeTrue(jail.capability().mapped(), () -> "skipped: " + jail.capability().explanation());
    return jail;
  }

  @Test
  void theRootOfAMachineIsNobodyOnTheHost() throws Exception {
    Jail jail = mapped();
    JailProcess process = start(jail, "while :; do sleep 7757; done", Map.of());
    try {
      for (var child : processes.children(process.init().pid())) {
        assertThat(userOnHost(Path.of("/proc/" + child.pid() + "/status")))
            .isEqualTo(UserRange.ofAddress("127.9.3.7").first())
            .isGreaterThan(65_535);
      }
      assertThat(processes.children(process.init().pid())).isNotEmpty();
      JailExit exit =
          exec(jail, process, "id -u; id -g; cat /proc/self/uid_map", Map.of("PATH", "/bin"));
      assertThat(exit.isSuccess()).isTrue();
      assertThat(output).startsWith("0", "0");
      assertThat(output.get(2).strip().split("\\s+"))
          .containsExactly("0", Long.toString(UserRange.ofAddress("127.9.3.7").first()), "65536");
    } finally {
      boolean _ = jail.stop(process, Duration.ZERO);
    }
  }

  @Test
  void ownersInAMachineAreThoseOfItsImageAndVolumes() throws Exception {
    Jail jail = mapped();
    Path closed = Files.writeString(root.resolve("closed"), "for root alone\n");
    Files.setAttribute(closed, "unix:mode", 0600);
    Path others = Files.writeString(root.resolve("others"), "x");
    Files.setAttribute(others, "unix:uid", 1000);
    Files.setAttribute(others, "unix:gid", 70_000);
    Path volume = Files.createDirectories(folder.resolve("volume"));
    Path kept = Files.writeString(volume.resolve("kept"), "x");
    Files.setAttribute(kept, "unix:uid", 33);
    JailSpec spec =
        spec(
            jail,
            "cat /closed; ls -ln /others /data/kept; echo more >/data/new; ls -lnd /tmp /run;"
                + " echo x >/run/x",
            Map.of(),
            Optional.empty(),
            List.of(new JailSpec.Bind(volume, "/data", false)));
    JailExit exit = jail.run(spec, (_, line) -> output.add(line), LIMIT);
    assertThat(exit.isSuccess()).as("%s", output).isTrue();
    assertThat(output.getFirst()).isEqualTo("for root alone");
    assertThat(String.join("\n", output))
        .containsPattern(" 1000 +70000 .* /others")
        .containsPattern(" 33 +0 .* /data/kept")
        .containsPattern(" 0 0 .* /tmp")
        .containsPattern(" 0 0 .* /run");
    assertThat(Files.getAttribute(volume.resolve("new"), "unix:uid")).isEqualTo(0);
  }

  @Test
  void aMachineWithAnotherUserIsThatUserToItsImageAndNobodyOnTheHost() throws Exception {
    Jail jail = mapped();
    Path file = Files.writeString(root.resolve("mine"), "mine\n");
    Files.setAttribute(file, "unix:mode", 0600);
    Files.setAttribute(file, "unix:uid", 1000);
    JailSpec spec =
        spec(
            jail,
            "id -u; id -g; cat /mine; cat /proc/self/status | grep -E 'CapPrm|CapEff'",
            Map.of(),
            Optional.of(new JailSpec.User(1000, 100)),
            List.of());
    JailExit _ = jail.run(spec, (_, line) -> output.add(line), LIMIT);
    assertThat(output)
        .containsExactly(
            "1000", "100", "mine", "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000");
  }

  @Test
  void whatABakeWritesHasTheOwnersOfItsImage() throws Exception {
    root = HostRoot.make(root, "chown", "chmod", "mkdir");
    Jail jail = mapped();
    Path upper = Files.createDirectories(folder.resolve("upper"));
    Path work = Files.createDirectories(folder.resolve("work"));
    JailSpec spec =
        JailSpec.bake(
            Files.createDirectories(folder.resolve("run")),
            new JailRoot.Writable(List.of(root), upper, work),
            List.of(
                "/bin/sh",
                "-c",
                "echo a >/a; echo b >/b; chown 1000:100 /b; chmod 4755 /b; mkdir /d; chown 70000:7"
                    + " /d; chown 5 /bin/sh"),
            Map.of(),
            List.of(),
            JailSpec.Network.NONE);
    JailExit exit = jail.run(spec, (_, line) -> output.add(line), LIMIT);
    assertThat(exit.isSuccess()).as("%s", output).isTrue();
    assertThat(owner(upper.resolve("a"))).isEqualTo("0:0");
    assertThat(owner(upper.resolve("b"))).isEqualTo("1000:100");
    assertThat((int) Files.getAttribute(upper.resolve("b"), "unix:mode") & 07777).isEqualTo(04755);
    assertThat(owner(upper.resolve("d"))).isEqualTo("70000:7");
    assertThat(owner(upper.resolve("bin/sh"))).isEqualTo("5:0");
  }

  private static String owner(Path file) throws IOException {
    return Files.getAttribute(file, "unix:uid") + ":" + Files.getAttribute(file, "unix:gid");
  }
}
