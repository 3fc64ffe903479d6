package dev.ingot.bake.plugin;

import dev.ingot.bake.Communicator.Output;
import dev.ingot.plugin.netrpc.Data;
import dev.ingot.plugin.netrpc.RpcException;
import dev.ingot.plugin.netrpc.RpcServer;
import java.util.concurrent.atomic.AtomicInteger;

/** Shows what a plugin says as lines of its step. */
final class PluginUi implements RpcServer.Endpoint {
  private static final String NAME = "Ui";

  private final RpcServer server;
  private final Output output;
  private final AtomicInteger transfers = new AtomicInteger();

  private PluginUi(RpcServer server, Output output) {
    this.server = server;
    this.output = output;
  }

  /** Answers for it at a server. */
  static void serve(RpcServer server, Output output) {
    server.add(NAME, new PluginUi(server, output));
  }

  @Override
  public Data call(String method, Data argument) throws RpcException {
    return switch (method) {
      case "Say", "Message" -> show(Output.Stream.OUT, argument);
      case "Error" -> show(Output.Stream.ERR, argument);
      // For programs that read a log, which this isn't.
      case "Machine" -> Data.nothing();
      case "Ask" ->
          throw new RpcException(
              "nobody is asked during a bake: " + argument.text().orElse("a question"));
      case "NewTrackProgress" -> {
        String id = argument.field("Src").text().orElse("") + transfers.incrementAndGet();
        server.add(
            NAME + id,
            (each, _) -> {
              if (each.equals("Close")) {
                server.remove(NAME + id);
              }
              return Data.nothing();
            });
        yield Data.of(id);
      }
      default -> throw new RpcException("rpc: can't find method Ui." + method);
    };
  }

  private Data show(Output.Stream stream, Data text) {
    synchronized (output) {
      text.text().orElse("").lines().forEach(line -> output.line(stream, line));
    }
    return Data.nothing();
  }
}
