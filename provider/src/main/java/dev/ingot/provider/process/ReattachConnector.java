package dev.ingot.provider.process;

import dev.ingot.plugin.LastLines;
import dev.ingot.plugin.grpc.GrpcChannel;
import dev.ingot.plugin.transport.SocketTransport;
import java.io.IOException;
import java.util.Optional;

/**
 * Reaches a provider that its developer runs in a debugger, and leaves it running. It speaks
 * without TLS, as its developer chose.
 */
final class ReattachConnector implements Connector {
  private final Reattachment reattachment;

  ReattachConnector(Reattachment reattachment) {
    this.reattachment = reattachment;
  }

  @Override
  public PluginConnection connect() throws IOException {
    return new PluginConnection(
        reattachment.protocol(),
        GrpcChannel.open(
            new SocketTransport(PluginSocket.connect(reattachment.address())),
            "reattached-provider"),
        Optional.empty(),
        new LastLines(1));
  }
}
