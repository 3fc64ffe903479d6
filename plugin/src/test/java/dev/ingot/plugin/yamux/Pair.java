package dev.ingot.plugin.yamux;

import dev.ingot.plugin.transport.SocketTransport;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Both ends of a connection. */
public record Pair(SocketChannel client, SocketChannel server) {
  /** A connection over a socket in a folder. */
  public static Pair in(Path folder) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
    try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(address);
      SocketChannel client = SocketChannel.open(address);
      return new Pair(client, listening.accept());
    }
  }

  /** The session of the side that connected. */
  public YamuxSession clientSession() throws IOException {
    return YamuxSession.client(new SocketTransport(client));
  }

  /** The session of the other side. */
  public YamuxSession serverSession() throws IOException {
    return YamuxSession.server(new SocketTransport(server));
  }
}
