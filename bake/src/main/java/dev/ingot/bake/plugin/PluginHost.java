package dev.ingot.bake.plugin;

import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.StepException;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.graph.Cancellation;
import dev.ingot.plugin.Handshake;
import dev.ingot.plugin.PluginException;
import dev.ingot.plugin.PluginProcess;
import dev.ingot.plugin.netrpc.Broker;
import dev.ingot.plugin.netrpc.RpcClient;
import dev.ingot.plugin.transport.SocketTransport;
import dev.ingot.plugin.yamux.YamuxSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts components of plugins, each in a process of its own.
 *
 * @param temporary the parent of the folders of processes; a short path, since they hold sockets
 * @param log receives what plugins print
 * @param journal of what plugins make elsewhere
 */
public record PluginHost(Path temporary, Consumer<String> log, BakeJournal journal) {
  private static final String COOKIE =
      "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
  private static final Duration START = Duration.ofMinutes(1);

  /**
   * Starts a component. After a failure nothing of it is left.
   *
   * @param component its name in the plugin
   * @param directory the base of relative paths
   * @param cancellation kills it, also later
   * @throws StepException when it can't be started; the message says why
   */
  public PluginComponent start(
      PluginProgram program,
      ComponentKind kind,
      String component,
      Path directory,
      Cancellation cancellation)
      throws StepException, InterruptedException {
    List<String> command = program.command(kind, component);
    String name =
        "The plugin "
            + program.accessor()
            + " ("
            + kind.command()
            + " "
            + PluginDescription.name(program.accessor(), component)
            + ")";
    PluginProcess<Handshake.OfPacker> process;
    try {
      process =
          PluginProcess.start(
              new PluginProcess.Launch(
                  name,
                  command,
                  environment(),
                  List.of("TMPDIR"),
                  temporary,
                  Optional.of(directory),
                  START,
                  log),
              Handshake.ofPacker(),
              cancellation);
    } catch (PluginException e) {
      throw new StepException(e.describe());
    }
    boolean done = false;
    try {
      Broker broker =
          Broker.over(YamuxSession.client(new SocketTransport(connect(process.handshake()))));
      RpcClient main = RpcClient.over(broker.dial(0));
      done = true;
      return new PluginComponent(name, kind, process, broker, main);
    } catch (IOException e) {
      throw new StepException(name + " can't be reached: " + e.getMessage() + ".");
    } finally {
      if (!done) {
        process.close();
      }
    }
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PACKER_PLUGIN_MAGIC_COOKIE", COOKIE);
    environment.put("PACKER_PLUGIN_MIN_PORT", "10000");
    environment.put("PACKER_PLUGIN_MAX_PORT", "25000");
    environment.put("CHECKPOINT_DISABLE", "1");
    return environment;
  }

  private static SocketChannel connect(Handshake.OfPacker handshake) throws IOException {
    return switch (handshake.address()) {
      case Handshake.Address.Unix(Path socket) ->
          SocketChannel.open(UnixDomainSocketAddress.of(socket));
      case Handshake.Address.Tcp(String host, int port) ->
          SocketChannel.open(new InetSocketAddress(host, port));
    };
  }

  /**
   * Asks a program what it is.
   *
   * @param accessor its name in templates
   * @throws StepException when it doesn't answer as a plugin does, or not in time
   */
  public static PluginProgram describe(String accessor, Path file, HostPrograms programs)
      throws StepException, IOException, InterruptedException {
    List<String> printed = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    Cancellation late = new Cancellation();
    CompletableFuture.delayedExecutor(START.toMillis(), TimeUnit.MILLISECONDS)
        .execute(late::cancel);
    int code =
        programs.run(
            new HostPrograms.Program(
                List.of(file.toString(), "describe"), Map.of(), Optional.empty()),
            (stream, line) -> {
              switch (stream) {
                case OUT -> printed.add(line);
                case ERR -> errors.add(line);
              }
            },
            late);
    if (late.isCancelled()) {
      throw new StepException(
          file + " hangs: it didn't describe itself within " + START.toSeconds() + " s.",
          List.of(file + " describe"),
          errors);
    }
    return PluginDescription.parse(String.join("\n", printed))
        .filter(_ -> code == 0)
        .map(description -> new PluginProgram(accessor, file, description))
        .orElseThrow(
            () ->
                new StepException(
                    file
                        + " is no Packer plugin that runs here: it ended with exit code "
                        + code
                        + " when it was asked to describe itself.",
                    List.of(file + " describe"),
                    errors));
  }
}
