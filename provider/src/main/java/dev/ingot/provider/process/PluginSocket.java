package dev.ingot.provider.process;

import dev.ingot.plugin.Handshake.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Connects to where a plugin listens. */
final class PluginSocket {
  private PluginSocket() {}

  static SocketChannel connect(Address address) throws IOException {
    return switch (address) {
      case Address.Unix(Path socket) -> {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean connected = false;
        try {
          connected = channel.connect(UnixDomainSocketAddress.of(socket));
          yield channel;
        } finally {
          if (!connected) {
            channel.close();
          }
        }
      }
      case Address.Tcp(String host, int port) ->
          SocketChannel.open(new InetSocketAddress(host, port));
    };
  }
}
