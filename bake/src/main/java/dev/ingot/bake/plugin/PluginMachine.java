package dev.ingot.bake.plugin;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.Machine;
import dev.ingot.bake.NoCommunicator;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.value.Value;
import dev.ingot.plugin.netrpc.Data;
import dev.ingot.plugin.netrpc.RpcClient;
import dev.ingot.plugin.netrpc.RpcException;
import dev.ingot.plugin.netrpc.RpcServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The machine of a plugin's builder. The builder runs as a whole in a call of its own; when its
 * machine can be reached it calls back, and waits there while our steps run.
 */
final class PluginMachine implements Machine {
  /** How long a builder may take to remove what it made. */
  private static final Duration CLEANUP = Duration.ofMinutes(30);

  private final PluginSource source;
  private final PluginComponent plugin;
  private final Source.Progress progress;
  private final CompletableFuture<Communicator> reached = new CompletableFuture<>();
  private final CompletableFuture<Boolean> verdict = new CompletableFuture<>();
  private final CompletableFuture<Optional<PluginArtifact.Made>> ended = new CompletableFuture<>();

  private final PluginTrace trace;

  private volatile Map<String, Value> values = Map.of();
  private volatile boolean running;

  private PluginMachine(
      PluginSource source, PluginComponent plugin, PluginTrace trace, Source.Progress progress) {
    this.source = source;
    this.plugin = plugin;
    this.trace = trace;
    this.progress = progress;
  }

  /** Starts a builder and waits until its machine can be reached. */
  static PluginMachine start(
      PluginSource source, Source.Progress progress, Cancellation cancellation)
      throws StepException, InterruptedException {
    PluginComponent plugin = prepared(source, cancellation);
    PluginMachine machine;
    try {
      machine = new PluginMachine(source, plugin, PluginTrace.begin(source), progress);
    } catch (StepException e) {
      plugin.close();
      throw e;
    }
    boolean done = false;
    try (Cancellation.Registration _ = cancellation.onCancel(machine::cancel)) {
      machine.run();
      machine.await();
      done = true;
      return machine;
    } finally {
      if (!done) {
        machine.close();
      }
    }
  }

  /**
   * A builder with its arguments. A cancel ends it until here, since it has nothing to remove;
   * later it is told to the builder, which then removes what it made.
   */
  private static PluginComponent prepared(PluginSource source, Cancellation cancellation)
      throws StepException, InterruptedException {
    try (Cancellation.Registration _ = cancellation.interruptCaller()) {
      PluginComponent plugin = source.builder().start(source.build(), new Cancellation());
      boolean done = false;
      try {
        Data _ = plugin.configure("Prepare", source.configurations());
        done = true;
        return plugin;
      } finally {
        if (!done) {
          plugin.close();
        }
      }
    }
  }

  private void run() {
    running = true;
    RpcServer server = new RpcServer();
    server.add("Hook", this::hook);
    PluginUi.serve(
        server,
        (_, line) -> {
          trace.line(line);
          progress.note(line);
        });
    int number = plugin.serve(server);
    Thread _ =
        Thread.ofVirtual()
            .name("plugin-build")
            .start(
                () -> {
                  try {
                    long made = plugin.call("Run", Data.of(number)).whole();
                    trace.end();
                    ended.complete(artifact(made));
                  } catch (StepException | IOException e) {
                    // One that answers has removed what it made, or said in its error that it
                    // couldn't; one that died has done neither.
                    if (plugin.process().isAlive()) {
                      trace.end();
                    } else {
                      progress.note(
                          "The plugin ended before it could remove what it made; the next bake"
                              + " tells what is known of it.");
                    }
                    ended.completeExceptionally(e);
                    reached.completeExceptionally(e);
                  } catch (InterruptedException e) {
                    ended.completeExceptionally(e);
                    Thread.currentThread().interrupt();
                  }
                });
  }

  private Optional<PluginArtifact.Made> artifact(long number)
      throws IOException, InterruptedException {
    if (number == 0) {
      return Optional.empty();
    }
    try (RpcClient made = plugin.client(number)) {
      return Optional.of(PluginArtifact.readImages(source.build(), made));
    }
  }

  /** The builder's machine can be reached; it goes on when this answers. */
  private Data hook(String method, Data argument) throws RpcException, InterruptedException {
    boolean provision =
        method.equals("Run")
            && argument.field("Name").text().equals(Optional.of("packer_provision"));
    if (!provision) {
      return Data.nothing();
    }
    try (RpcClient client = plugin.client(argument.field("StreamId").whole())) {
      values = GeneratedData.read(argument.field("Data"));
      reached.complete(new PluginCommunicator(client, plugin.broker()));
      if (!verdict.get()) {
        throw new RpcException("the build was ended");
      }
      return Data.nothing();
    } catch (IOException | ExecutionException e) {
      throw new RpcException("the machine can't be reached: " + e.getMessage());
    }
  }

  /** Until the machine is reached, or the image was made without one. */
  private void await() throws StepException, InterruptedException {
    try {
      Object _ = CompletableFuture.anyOf(reached, ended).get();
    } catch (ExecutionException e) {
      throw failed(e);
    }
  }

  private static StepException failed(ExecutionException e) {
    return e.getCause() instanceof StepException step
        ? step
        : new StepException("The builder failed: " + String.valueOf(e.getCause()) + ".");
  }

  @Override
  public Communicator communicator() {
    return reached.getNow(new NoCommunicator("the builder of the plugin has no machine to reach"));
  }

  @Override
  public Map<String, Value> values() {
    return values;
  }

  @Override
  public Snapshot snapshot(LayerKey key) {
    return new Snapshot.None();
  }

  /** Lets the builder go on to make its image. */
  PluginArtifact.Made capture() throws StepException, InterruptedException {
    verdict.complete(true);
    try {
      return ended
          .get()
          .orElseThrow(() -> new StepException("The builder of the plugin made no artifact."));
    } catch (ExecutionException e) {
      throw failed(e);
    }
  }

  private void cancel() {
    Thread _ =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Data _ = plugin.call("Cancel", Data.nothing());
                  } catch (StepException e) {
                    // It has ended already.
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    verdict.complete(false);
  }

  /** Waits for the builder to remove its machine: what a plugin leaves in a cloud costs money. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    verdict.complete(false);
    try {
      if (running) {
        if (!ended.isDone()) {
          progress.note(
              "Waiting for the plugin to remove what it made, at most "
                  + CLEANUP.toMinutes()
                  + " minutes. Whoever ends Ingot before that has to remove it.");
        }
        Object _ = ended.get(CLEANUP.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (ExecutionException e) {
      // Said already, or the consequence of what was.
    } catch (TimeoutException e) {
      // Nothing more can be done than to end its process.
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      plugin.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
