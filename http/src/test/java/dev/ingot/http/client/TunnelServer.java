package dev.ingot.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A proxy that leads every tunnel to one port of this host. */
final class TunnelServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final int target;
  private volatile String asked = "";

  TunnelServer(int target) throws IOException {
    this.target = target;
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return listener.getLocalPort();
  }

  String asked() {
    return asked;
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = listener.accept();
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
          head.append((char) in.read());
        }
        asked = head.toString();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        socket
            .getOutputStream()
            .write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Thread.ofVirtual().start(() -> copy(socket, server));
        Thread.ofVirtual().start(() -> copy(server, socket));
      }
    } catch (IOException e) {
      return;
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      long _ = from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
