package dev.ingot.bake.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.bake.Communicator.Command;
import dev.ingot.bake.Communicator.CommunicationException;
import dev.ingot.bake.Communicator.Output;
import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What steps may expect of a machine that is reached over SSH. */
final class SshCommunicatorTest {
  private static final SshConnector CONNECTOR =
      new SshConnector(Clock.systemUTC(), Optional.empty());

  @TempDir Path folder;
  private SshServerFixture server;
  private final List<String> out = new ArrayList<>();
  private final List<String> err = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server = SshServerFixture.open(true);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private SshCommunicator connect() throws Exception {
    return connect(server.settings());
  }

  private static SshCommunicator connect(SshSettings settings) throws Exception {
    return CONNECTOR.connect("127.0.0.1", settings, _ -> {}, new Cancellation());
  }

  private int run(SshCommunicator machine, String line, Map<String, String> variables)
      throws Exception {
    return machine.run(
        new Command(line, new TreeMap<>(variables)),
        (stream, text) -> (stream == Output.Stream.OUT ? out : err).add(text),
        new Cancellation());
  }

  @Test
  void aCommandsLinesAndItsExitCodeComeBack() throws Exception {
    try (SshCommunicator machine = connect()) {
      assertThat(run(machine, "echo one; echo 'two '; echo three >&2; exit 7", Map.of()))
          .isEqualTo(7);
    }
    assertThat(out).containsExactly("one", "two ");
    assertThat(err).containsExactly("three");
  }

  @Test
  void variablesReachACommandWhateverIsInThem() throws Exception {
    String hostile = "it's \"two\"\n\nlines $(touch /tmp/no) `x` \\n end\n";
    try (SshCommunicator machine = connect()) {
      assertThat(
              run(
                  machine,
                  "printf '[%s]' \"$SECRET\" \"$OTHER\"",
                  Map.of("SECRET", hostile, "OTHER", "")))
          .isZero();
    }
    assertThat(String.join("\n", out)).isEqualTo("[" + hostile + "][]");
  }

  @Test
  void variablesAreOnNoCommandLine() throws Exception {
    try (SshCommunicator machine = connect()) {
      assertThat(
              run(
                  machine,
                  "cat /proc/$$/cmdline /proc/$PPID/cmdline | tr '\\000' ' '",
                  Map.of("SECRET", "hunter2")))
          .isZero();
    }
    assertThat(String.join("\n", out)).contains("PPID").doesNotContain("hunter2");
  }

  @Test
  void aCommandReadsNothing() throws Exception {
    try (SshCommunicator machine = connect()) {
      assertThat(run(machine, "cat; echo done", Map.of("A", "b"))).isZero();
    }
    assertThat(out).containsExactly("done");
  }

  @Test
  void aKilledCommandEndsWithItsSignal() throws Exception {
    try (SshCommunicator machine = connect()) {
      assertThat(run(machine, "sh -c 'kill -KILL $$'", Map.of())).isEqualTo(137);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void filesAndFoldersAreCopiedWithTheirPermissions(boolean sftp) throws Exception {
    server.close();
    server = SshServerFixture.open(sftp);
    Path from = folder.resolve("from");
    Files.createDirectories(from.resolve("sub/deep"));
    Files.writeString(from.resolve("run.sh"), "#!/bin/sh\n");
    Files.setAttribute(from.resolve("run.sh"), "unix:mode", 0750);
    byte[] all = new byte[300_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i * 31 + i / 251);
    }
    Files.write(from.resolve("sub/it's [odd]*?.bin"), all);
    Files.createSymbolicLink(from.resolve("link"), Path.of("run.sh"));
    Path to = folder.resolve("to");
    Path back = folder.resolve("back");
    try (SshCommunicator machine = connect()) {
      machine.uploadFolder(to.toString(), from);
      assertThat(machine.isFolder(to.resolve("sub").toString())).isTrue();
      assertThat(machine.isFolder(to.resolve("run.sh").toString())).isFalse();
      assertThat(machine.isFolder(to.resolve("absent").toString())).isFalse();
      machine.upload(to.resolve("new/secret").toString(), new byte[] {1, 2}, 0600);
      machine.downloadFolder(to.toString(), back);
      machine.remove(to.resolve("run.sh").toString());
      machine.remove(to.resolve("never there").toString());
    }
    assertThat(Files.getAttribute(to.resolve("new/secret"), "unix:mode")).isEqualTo(0100600);
    assertThat(Files.readSymbolicLink(to.resolve("link"))).isEqualTo(Path.of("run.sh"));
    assertThat(to.resolve("run.sh")).doesNotExist();
    assertThat(back.resolve("run.sh")).hasContent("#!/bin/sh\n");
    assertThat(back.resolve("sub/it's [odd]*?.bin")).hasBinaryContent(all);
    assertThat(back.resolve("sub/deep")).isDirectory();
    assertThat(back.resolve("link")).doesNotExist();
  }

  @Test
  void aFileThatIsNotThereIsNamed() throws Exception {
    try (SshCommunicator machine = connect()) {
      assertThatThrownBy(() -> machine.download("/no/such/file", folder.resolve("x")))
          .isInstanceOf(CommunicationException.class)
          .hasMessageContaining("/no/such/file");
    }
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void aCancelKillsTheCommandAndWhatItStarted() throws Exception {
    Path pids = folder.resolve("pids");
    Cancellation cancellation = new Cancellation();
    CountDownLatch begun = new CountDownLatch(1);
    try (SshCommunicator machine = connect()) {
      Thread canceller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      begun.await();
                      cancellation.cancel();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      assertThatThrownBy(
              () ->
                  machine.run(
                      new Command(
                          "sleep 600 & echo $! > " + pids + "; echo begun; wait", new TreeMap<>()),
                      (stream, text) -> begun.countDown(),
                      cancellation))
          .isInstanceOf(InterruptedException.class);
      canceller.join();
    }
    long child = Long.parseLong(Files.readString(pids).strip());
    assertThat(
            ProcessHandle.of(child)
                .map(ProcessHandle::onExit)
                .map(exit -> exit.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join()))
        .satisfiesAnyOf(
            gone -> assertThat(gone).isEmpty(), gone -> assertThat(gone.get().isAlive()).isFalse());
  }

  @Test
  void aLostConnectionIsMadeAgain() throws Exception {
    try (SshCommunicator machine = connect()) {
      assertThat(run(machine, "true", Map.of())).isZero();
      server.disconnectAll();
      // The loss may be noticed by the first command only.
      while (out.isEmpty()) {
        try {
          assertThat(run(machine, "echo again", Map.of())).isZero();
        } catch (CommunicationException e) {
          assertThat(out).isEmpty();
        }
      }
    }
    assertThat(out).containsExactly("again");
  }

  @Test
  void aConnectionThatIsLostUnderACommandIsAnError() throws Exception {
    try (SshCommunicator machine = connect()) {
      assertThatThrownBy(
              () ->
                  machine.run(
                      new Command("echo begun; sleep 600", new TreeMap<>()),
                      (stream, text) -> server.disconnectAll(),
                      new Cancellation()))
          .isInstanceOf(CommunicationException.class)
          .hasMessageContaining("connection was lost");
    }
  }

  @Test
  void aMachineIsWaitedFor() throws Exception {
    SshSettings settings = server.settings();
    int port = server.port();
    server.close();
    ServerSocket early = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    Thread starter = Thread.ofVirtual().start(() -> server = afterOneAttempt(early));
    try (SshCommunicator machine = connect(settings)) {
      assertThat(run(machine, "true", Map.of())).isZero();
    }
    starter.join();
  }

  /** A server in the place of a machine that isn't ready when it is first reached. */
  private static SshServerFixture afterOneAttempt(ServerSocket early) {
    int port = early.getLocalPort();
    try {
      try (early) {
        early.accept().close();
      }
      return SshServerFixture.at(port, true);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMachineThatNeverAnswersIsSaidWithWhatWasTried() throws Exception {
    SshSettings there = server.settings();
    server.close();
    SshSettings impatient =
        new SshSettings(
            there.host(),
            there.port(),
            there.login(),
            there.bastion(),
            there.proxy(),
            new SshSettings.Patience(
                Duration.ofMillis(1_500), 10, Duration.ofSeconds(5), Duration.ZERO, Duration.ZERO),
            there.algorithms(),
            there.session());
    assertThatThrownBy(() -> connect(impatient))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("builder@127.0.0.1:" + there.port())
        .hasMessageContaining("ssh_timeout")
        .hasMessageContaining("refused");
  }

  @Test
  void aWrongPasswordIsTriedOnlySoOften() throws Exception {
    assertThatThrownBy(() -> connect(server.settings("wrong")))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("refused the connection 3 times")
        .hasMessageNotContaining("wrong");
    assertThat(server.refused()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void aMachineBehindABastionIsReachedThroughIt() throws Exception {
    try (SshServerFixture bastion = SshServerFixture.open(false)) {
      SshSettings direct = server.settings();
      SshSettings through =
          new SshSettings(
              direct.host(),
              direct.port(),
              direct.login(),
              Optional.of(new SshSettings.Hop("127.0.0.1", bastion.port(), direct.login())),
              direct.proxy(),
              direct.patience(),
              direct.algorithms(),
              direct.session());
      try (SshCommunicator machine = connect(through)) {
        assertThat(run(machine, "echo here", Map.of())).isZero();
      }
    }
    assertThat(out).containsExactly("here");
  }
}
