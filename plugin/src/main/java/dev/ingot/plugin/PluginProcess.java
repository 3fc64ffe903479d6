package dev.ingot.plugin;

import dev.ingot.graph.Cancellation;
import dev.ingot.lang.DurationText;
import dev.ingot.storage.ScratchFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A running plugin, supervised. It has a private temporary folder; its output goes to a log.
 * Closing it kills it and everything it started, and removes the folder. If this process dies, the
 * plugin is killed too, and the next one to start removes the folder.
 *
 * @param <H> its handshake
 */
public final class PluginProcess<H extends Handshake> implements AutoCloseable {
  private static final int LINES = 40;
  private static final int LONGEST_HANDSHAKE = 16 * 1024;
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final String name;
  private final TiedProcess process;
  private final ScratchFolder folder;
  private final LastLines errors;
  private final Thread errorReader;
  private final Cancellation.Registration registration;
  private final H handshake;

  private PluginProcess(Starting starting, Cancellation.Registration registration, H handshake) {
    this.name = starting.name();
    this.process = starting.process();
    this.folder = starting.folder();
    this.errors = starting.errors();
    this.errorReader = starting.errorReader();
    this.registration = registration;
    this.handshake = handshake;
  }

  private record Starting(
      String name,
      TiedProcess process,
      ScratchFolder folder,
      LastLines errors,
      Thread errorReader) {}

  /**
   * The parameters for starting a plugin.
   *
   * @param name what messages call it
   * @param command program and arguments
   * @param environment added to this process's own
   * @param folderVariables variables that name its temporary folder, such as {@code TMPDIR}
   * @param temporary the parent of its folder; a short path, since it holds sockets
   * @param directory its working directory; empty for that of this process
   * @param deadline the time limit for its handshake
   * @param log receives every line of its standard error, and of its standard output after the
   *     first
   */
  public record Launch(
      String name,
      List<String> command,
      Map<String, String> environment,
      List<String> folderVariables,
      Path temporary,
      Optional<Path> directory,
      Duration deadline,
      Consumer<String> log) {
    /** In the working directory of this process. */
    public Launch(
        String name,
        List<String> command,
        Map<String, String> environment,
        List<String> folderVariables,
        Path temporary,
        Duration deadline,
        Consumer<String> log) {
      this(name, command, environment, folderVariables, temporary, Optional.empty(), deadline, log);
    }

    public Launch {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      folderVariables = List.copyOf(folderVariables);
    }
  }

  /**
   * Starts a plugin and waits for its handshake. After a failure nothing of it is left.
   *
   * @param cancellation kills it, also later
   * @throws PluginException when it can't be started, exits, times out, or prints no handshake
   * @throws InterruptedException when interrupted or cancelled before the handshake
   */
  public static <H extends Handshake> PluginProcess<H> start(
      Launch launch, Handshake.Form<H> form, Cancellation cancellation)
      throws PluginException, InterruptedException {
    ScratchFolder folder = folder(launch);
    LastLines errors = new LastLines(LINES);
    TiedProcess process;
    try {
      Map<String, String> environment = new HashMap<>(launch.environment());
      launch
          .folderVariables()
          .forEach(variable -> environment.put(variable, folder.path().toString()));
      process =
          TiedProcess.start(
              new TiedProcess.Program(launch.command(), environment, launch.directory()));
    } catch (IOException e) {
      folder.close();
      throw new PluginException(
          PluginException.Reason.NOT_STARTED,
          launch.name() + " could not be started: " + e.getMessage() + ".",
          List.of());
    }
    Thread errorReader =
        PrintedLines.read(
            process.err(),
            "plugin-errors",
            line -> {
              errors.add(line);
              launch.log().accept(line);
            });
    Starting starting = new Starting(launch.name(), process, folder, errors, errorReader);
    Cancellation.Registration registration = cancellation.onCancel(process::kill);
    boolean reached = false;
    try {
      // While the plugin starts, so that nobody waits for it.
      folder.removeAbandoned();
      H handshake = form.parse(firstLine(launch, starting, cancellation));
      reached = true;
      return new PluginProcess<>(starting, registration, handshake);
    } catch (PluginException e) {
      throw new PluginException(
          e.reason(),
          e.reason() == PluginException.Reason.LATE || e.reason() == PluginException.Reason.ENDED
              ? String.valueOf(e.getMessage())
              : launch.name() + ": " + e.getMessage(),
          errors.list());
    } finally {
      if (!reached) {
        registration.close();
        end(process, errorReader, folder);
      }
    }
  }

  private static ScratchFolder folder(Launch launch) throws PluginException {
    try {
      return ScratchFolder.create(launch.temporary(), "ingot-");
    } catch (IOException e) {
      throw new PluginException(
          PluginException.Reason.NOT_STARTED,
          launch.name() + ": cannot create a temporary folder in " + launch.temporary() + ".",
          List.of());
    }
  }

  private static String firstLine(Launch launch, Starting starting, Cancellation cancellation)
      throws PluginException, InterruptedException {
    CompletableFuture<String> first = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("plugin-output")
        .start(() -> output(starting.process().out(), first, launch.log()));
    try {
      return first.get(launch.deadline().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new PluginException(
          PluginException.Reason.LATE,
          launch.name()
              + " did not print its address within "
              + DurationText.text(launch.deadline())
              + " and was killed.",
          List.of());
    } catch (ExecutionException e) {
      if (cancellation.isCancelled()) {
        throw new InterruptedException();
      }
      if (e.getCause() instanceof PluginException tooLong) {
        throw tooLong;
      }
      throw ended(starting, "before it printed its address");
    }
  }

  /** Passes the first line to the future and all others to the log until the program ends. */
  private static void output(
      InputStream out, CompletableFuture<String> first, Consumer<String> log) {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = out.read(); next != '\n'; next = out.read()) {
        if (next < 0) {
          first.completeExceptionally(new IOException("closed"));
          return;
        }
        if (line.size() == LONGEST_HANDSHAKE) {
          first.completeExceptionally(
              new PluginException(
                  PluginException.Reason.NO_HANDSHAKE,
                  "its first line is longer than "
                      + LONGEST_HANDSHAKE
                      + " bytes, so it is not a handshake.",
                  List.of()));
          break;
        }
        line.write(next);
      }
      first.complete(line.toString(StandardCharsets.UTF_8).strip());
      Thread rest = PrintedLines.read(out, "plugin-output", log);
      assert rest.isVirtual();
    } catch (IOException e) {
      first.completeExceptionally(e);
    }
  }

  private static PluginException ended(Starting starting, String when) throws InterruptedException {
    String how = "";
    try {
      int code = starting.process().onExit().get(DRAIN.toSeconds(), TimeUnit.SECONDS);
      how = " (exit code " + code + ")";
      boolean _ = starting.errorReader().join(DRAIN);
    } catch (TimeoutException | ExecutionException e) {
      how = " (it closed its output)";
    }
    return new PluginException(
        PluginException.Reason.ENDED,
        starting.name() + " ended " + when + how + ".",
        starting.errors().list());
  }

  /** Its handshake. */
  public H handshake() {
    return handshake;
  }

  /** Its temporary folder. */
  public Path folder() {
    return folder.path();
  }

  /** The last lines it printed as errors, oldest first. */
  public List<String> lastLines() {
    return errors.list();
  }

  /** Completes with its exit code when it has ended for any reason. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit();
  }

  /** Whether it is running. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Why a call failed: what is known about the plugin's end. */
  public PluginException failure() throws InterruptedException {
    return ended(new Starting(name, process, folder, errors, errorReader), "while it was in use");
  }

  /**
   * Waits for its end, and for the last lines it printed.
   *
   * @return its exit code; empty if it still runs
   */
  public OptionalInt awaitEnd(Duration patience) throws InterruptedException {
    try {
      int code = process.onExit().get(patience.toNanos(), TimeUnit.NANOSECONDS);
      boolean _ = errorReader.join(DRAIN);
      return OptionalInt.of(code);
    } catch (TimeoutException | ExecutionException e) {
      return OptionalInt.empty();
    }
  }

  /**
   * Waits for its end after it was asked to exit, then kills what is left.
   *
   * @return whether it ended by itself within the grace period
   */
  public boolean stop(Duration grace) throws InterruptedException {
    boolean ended = false;
    try {
      int _ = process.onExit().get(grace.toNanos(), TimeUnit.NANOSECONDS);
      ended = true;
    } catch (TimeoutException | ExecutionException e) {
      ended = false;
    } finally {
      close();
    }
    return ended;
  }

  @Override
  public void close() {
    registration.close();
    end(process, errorReader, folder);
  }

  private static void end(TiedProcess process, Thread errorReader, ScratchFolder folder) {
    process.kill();
    try {
      int _ = process.onExit().get(DRAIN.toSeconds(), TimeUnit.SECONDS);
      boolean _ = errorReader.join(DRAIN);
    } catch (TimeoutException | ExecutionException e) {
      // The kernel kills it when it can; the folder is removed in any case.
      assert process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    folder.close();
  }
}
