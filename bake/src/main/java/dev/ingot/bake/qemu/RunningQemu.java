package dev.ingot.bake.qemu;

import dev.ingot.bake.StepException;
import dev.ingot.bake.journal.JournalEntry;
import dev.ingot.graph.Cancellation;
import dev.ingot.plugin.LastLines;
import dev.ingot.plugin.PrintedLines;
import dev.ingot.plugin.TiedProcess;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running QEMU, which ends with this process. */
final class RunningQemu implements Closeable {
  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration BETWEEN = Duration.ofMillis(50);
  private static final Duration END = Duration.ofSeconds(10);
  private static final int LINES = 20;
  private static final int TAIL = 16 * 1024;

  private final TiedProcess process;
  private final LastLines printed;
  private final QemuCommand.Hold hold;
  private final Monitor monitor;
  private final Cancellation ended;

  private RunningQemu(
      TiedProcess process,
      LastLines printed,
      QemuCommand.Hold hold,
      Monitor monitor,
      Cancellation ended) {
    this.process = process;
    this.printed = printed;
    this.hold = hold;
    this.monitor = monitor;
    this.ended = ended;
  }

  /** QEMU ended before it could be spoken to. */
  static final class EndedAtOnceException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient StepException failure;

    EndedAtOnceException(StepException failure) {
      super(failure);
      this.failure = failure;
    }

    StepException failure() {
      return failure;
    }
  }

  /**
   * Starts QEMU and connects to its monitor.
   *
   * @param words the command line
   * @param hold the sockets and files that it names
   * @param folder to which paths of the template are relative
   * @param entry by which it is found if this process is killed
   */
  static RunningQemu start(
      List<String> words,
      QemuCommand.Hold hold,
      Path folder,
      JournalEntry entry,
      Cancellation cancellation)
      throws EndedAtOnceException, IOException, InterruptedException {
    TiedProcess process =
        TiedProcess.start(new TiedProcess.Program(words, entry.environment(), Optional.of(folder)));
    LastLines printed = new LastLines(LINES);
    Thread out = PrintedLines.read(process.out(), "qemu-out", printed::add);
    Thread err = PrintedLines.read(process.err(), "qemu-err", printed::add);
    Cancellation ended = new Cancellation();
    boolean started = false;
    try {
      Monitor monitor = Monitor.connect(hold.monitor(), START, process::isAlive, cancellation);
      var _ = process.onExit().thenRun(ended::cancel);
      started = true;
      return new RunningQemu(process, printed, hold, monitor, ended);
    } catch (IOException e) {
      boolean _ = out.join(END);
      boolean _ = err.join(END);
      boolean alive = process.isAlive();
      throw new EndedAtOnceException(
          new StepException(
              alive ? "QEMU doesn't answer: " + e.getMessage() + "." : "QEMU ended at once.",
              List.of(String.join(" ", words)),
              printed.list()));
    } finally {
      if (!started) {
        kill(process);
      }
    }
  }

  private static void kill(TiedProcess process) {
    process.kill();
    boolean interrupted = Thread.interrupted();
    try {
      Integer _ = process.onExit().get(END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (ExecutionException | TimeoutException e) {
      // SIGKILL was sent: only the kernel can still hold it.
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  Monitor monitor() {
    return monitor;
  }

  /** Cancelled when it has ended. */
  Cancellation ended() {
    return ended;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it ends in time. */
  boolean awaitEnd(Duration time, Cancellation cancellation) throws InterruptedException {
    Thread self = Thread.currentThread();
    try (Cancellation.Registration _ = cancellation.onCancel(self::interrupt)) {
      Integer _ = process.onExit().get(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  /**
   * Whether the machine itself takes a connection: QEMU's network takes one at once, before it asks
   * the machine.
   *
   * @param port of this host, which is forwarded
   */
  boolean accepts(int port, Duration timeout, Cancellation cancellation)
      throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE));
      while (System.nanoTime() < end) {
        if (monitor.connections().lines().anyMatch(RunningQemu::isEstablished)) {
          return true;
        }
        if (cancellation.await(BETWEEN)) {
          throw new InterruptedException();
        }
      }
      return false;
    } catch (IOException e) {
      // Refused, or the machine has ended.
      return false;
    }
  }

  private static boolean isEstablished(String line) {
    return line.strip().startsWith("TCP[ESTABLISHED]");
  }

  /** What it printed last. */
  List<String> printed() {
    return printed.list();
  }

  /** The last lines of the machine's serial console. */
  List<String> console() {
    try (RandomAccessFile file = new RandomAccessFile(hold.console().toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL);
      file.seek(from);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.readFully(bytes);
      List<String> lines = new ArrayList<>();
      new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .map(RunningQemu::plain)
          .filter(line -> !line.isBlank())
          .forEach(lines::add);
      return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    } catch (IOException e) {
      // A machine without a serial console.
      return List.of();
    }
  }

  /** Without what moves the cursor of a terminal. */
  static String plain(String line) {
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i++);
      if (c == '\u001b' && i < line.length() && line.charAt(i) == '[') {
        i++;
        while (i < line.length() && (line.charAt(i) < '@' || line.charAt(i) > '~')) {
          i++;
        }
        i++;
      } else if (c == '\t' || !Character.isISOControl(c)) {
        text.append(c);
      }
    }
    return text.toString();
  }

  /**
   * Takes a picture of the screen.
   *
   * @param name without an ending
   * @return its file; empty where there is no screen
   */
  Optional<Path> picture(Path folder, String name) {
    if (!isAlive()) {
      return Optional.empty();
    }
    try {
      Path shot = hold.console().resolveSibling("screen.image");
      String ending = shoot(shot);
      Files.createDirectories(folder);
      Path kept = folder.resolve(name + ending);
      Files.move(shot, kept, StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(kept);
    } catch (IOException e) {
      // What went wrong before is the error to show.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private String shoot(Path shot) throws IOException, InterruptedException {
    try {
      monitor.run("screendump", out -> out.text("filename", shot.toString()).text("format", "png"));
      return ".png";
    } catch (Monitor.RefusedException e) {
      // Before QEMU 7.1 there was one format.
      monitor.run("screendump", out -> out.text("filename", shot.toString()));
      return ".ppm";
    }
  }

  @Override
  public void close() {
    monitor.close();
    kill(process);
  }
}
