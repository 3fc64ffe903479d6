package dev.ingot.bake.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.ingot.bake.Communicator.CommunicationException;
import dev.ingot.bake.Communicator.Output;
import dev.ingot.bake.shell.LineSink;
import dev.ingot.bake.shell.ShellCommand;
import dev.ingot.graph.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands in a machine. With a POSIX shell, variables reach a command by its standard input,
 * which other users of the machine can't read, and a cancelled command is killed with all it
 * started; other shells get command lines as they are.
 */
record SshShell(Session session, boolean terminal, boolean forwardAgent, boolean posix) {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration END = Duration.ofMillis(10);
  private static final Duration KILL = Duration.ofSeconds(10);

  private static final Map<String, Integer> SIGNALS =
      Map.of(
          "HUP", 1, "INT", 2, "QUIT", 3, "ILL", 4, "ABRT", 6, "FPE", 8, "KILL", 9, "SEGV", 11,
          "PIPE", 13, "TERM", 15);

  /** Finds out which shell it is. */
  static SshShell of(Session session, SshSettings.Session settings)
      throws CommunicationException, InterruptedException {
    SshShell plain = new SshShell(session, false, false, false);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        plain.pipe(ShellCommand.PROBE, InputStream.nullInputStream(), out, new Cancellation());
    boolean posix = code == 0 && ShellCommand.isPosix(out.toString(StandardCharsets.UTF_8));
    return new SshShell(session, settings.terminal(), settings.forwardAgent(), posix);
  }

  /** Runs a command line; its exit code. */
  int run(String line, Map<String, String> variables, Output output, Cancellation cancellation)
      throws CommunicationException, InterruptedException {
    if (!posix) {
      if (!variables.isEmpty()) {
        throw new CommunicationException(
            "the machine has no POSIX shell that takes variables: " + variables.keySet());
      }
      LineSink out = LineSink.of(output, Output.Stream.OUT);
      LineSink err = LineSink.of(output, Output.Stream.ERR);
      return exec(line, terminal, InputStream.nullInputStream(), out, err, cancellation, () -> {});
    }
    ShellCommand command = ShellCommand.of(line, variables);
    ShellCommand.Begun begun = command.output(LineSink.of(output, Output.Stream.OUT));
    LineSink err = LineSink.of(output, Output.Stream.ERR);
    return exec(
        command.line(),
        terminal,
        new ByteArrayInputStream(command.input()),
        begun.sink(),
        err,
        cancellation,
        () -> begun.process().ifPresent(process -> kill(command.kill(process))));
  }

  /**
   * Runs a command line with streams of bytes.
   *
   * @param in closed by the caller
   * @return its exit code
   */
  int pipe(String line, InputStream in, OutputStream out, Cancellation cancellation)
      throws CommunicationException, InterruptedException {
    LineSink err = new LineSink(_ -> {});
    return exec(line, false, in, out, err, cancellation, () -> {});
  }

  private int exec(
      String line,
      boolean atTerminal,
      InputStream in,
      OutputStream out,
      LineSink err,
      Cancellation cancellation,
      Runnable kill)
      throws CommunicationException, InterruptedException {
    ChannelExec channel = open(line);
    boolean over = false;
    try (Cancellation.Registration _ = cancellation.onCancel(channel::disconnect)) {
      EndingStream ending = new EndingStream(out);
      channel.setPty(atTerminal);
      channel.setAgentForwarding(forwardAgent);
      channel.setInputStream(in, true);
      channel.setOutputStream(ending);
      channel.setErrStream(err);
      channel.connect((int) START.toMillis());
      while (!ending.await(LOOK) && session.isConnected() && !channel.isClosed()) {
        // The library tells of lost connections and of channels that ended early by these alone.
      }
      while (!channel.isClosed() && session.isConnected() && !cancellation.await(END)) {
        // The exit code comes after the end of the output; the library tells nobody when.
      }
      over = channel.isClosed() && !cancellation.isCancelled();
      return code(channel, cancellation);
    } catch (JSchException e) {
      throw session.isConnected()
          ? new CommunicationException("a command could not be started: " + e.getMessage(), e)
          : CommunicationException.ofLostConnection("the connection was lost: " + e.getMessage());
    } finally {
      if (!over) {
        kill.run();
      }
      channel.disconnect();
      err.close();
    }
  }

  private static int code(ChannelExec channel, Cancellation cancellation)
      throws CommunicationException, InterruptedException {
    int code = channel.getExitStatus();
    if (code >= 0) {
      return code;
    }
    if (cancellation.isCancelled()) {
      throw new InterruptedException();
    }
    Optional<Integer> signal = Optional.ofNullable(channel.getExitSignal()).map(SshShell::number);
    if (signal.isPresent()) {
      return 128 + signal.get();
    }
    throw CommunicationException.ofLostConnection("the connection was lost while the command ran");
  }

  private static int number(String signal) {
    return SIGNALS.getOrDefault(signal, 0);
  }

  private ChannelExec open(String line) throws CommunicationException {
    try {
      // The library has none where the session ends in this moment.
      ChannelExec channel =
          Optional.ofNullable((ChannelExec) session.openChannel("exec"))
              .orElseThrow(
                  () -> CommunicationException.ofLostConnection("the connection was lost"));
      channel.setCommand(line.getBytes(StandardCharsets.UTF_8));
      return channel;
    } catch (JSchException e) {
      throw CommunicationException.ofLostConnection("the connection was lost: " + e.getMessage());
    }
  }

  private void kill(String line) {
    if (!session.isConnected()) {
      return;
    }
    Thread killer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    int _ =
                        pipe(
                            line,
                            InputStream.nullInputStream(),
                            OutputStream.nullOutputStream(),
                            new Cancellation());
                  } catch (CommunicationException e) {
                    // The connection is gone; so is the way to kill anything.
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    boolean interrupted = Thread.interrupted();
    try {
      boolean _ = killer.join(KILL);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Passes bytes on and tells when they end. */
  private static final class EndingStream extends OutputStream {
    private final OutputStream next;
    private final java.util.concurrent.CountDownLatch ended =
        new java.util.concurrent.CountDownLatch(1);

    EndingStream(OutputStream next) {
      this.next = next;
    }

    boolean await(Duration time) throws InterruptedException {
      return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void write(int each) throws java.io.IOException {
      next.write(each);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws java.io.IOException {
      next.write(bytes, offset, length);
    }

    @Override
    public void flush() throws java.io.IOException {
      next.flush();
    }

    @Override
    public void close() throws java.io.IOException {
      next.close();
      ended.countDown();
    }
  }
}
