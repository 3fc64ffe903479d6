package dev.ingot.http.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Answers after the first bytes of a request, whatever they are, and reads no more. */
final class RudeServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final String answer;

  RudeServer(String answer) throws IOException {
    this.answer = answer;
    Thread.ofVirtual().start(this::serve);
  }

  URI uri() {
    return URI.create("http://localhost:" + listener.getLocalPort() + "/");
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = listener.accept();
        int _ = socket.getInputStream().read(new byte[1000]);
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        // What is still sent is read, so that no reset overtakes the answer.
        long _ = socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        socket.close();
      }
    } catch (IOException e) {
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
