package dev.ingot.state.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between a client and a server on this machine, and does to connections what networks do.
 */
public final class FaultyProxy implements AutoCloseable {
  /** What happens to connections from now on. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** They are closed before anything is sent. */
    REFUSED,
    /** They end within the first bytes of the request. */
    CUT_REQUEST,
    /** The request is carried out, and the connection ends before its answer. */
    LOST_ANSWER,
    /** They end within the answer. */
    CUT_ANSWER,
    /** Nothing ever answers. */
    HANG,
    /** Something else answers: a page of a login. */
    LOGIN_PAGE,
    /** Bytes that are no answer. */
    GARBAGE
  }

  private static final int FEW = 20;

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Fault fault = Fault.NONE;

  /** In front of a port of this machine. */
  public FaultyProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** The port to connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** From now on; connections that are open end. */
  public void fault(Fault next) {
    fault = next;
    for (Socket socket : open) {
      close(socket);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (client) {
      switch (fault) {
        case REFUSED -> {}
        case HANG -> closed.await();
        case LOGIN_PAGE -> answer(client, page());
        case GARBAGE -> answer(client, new byte[] {0, 1, 2, (byte) 255, 13, 10, 13, 10});
        case NONE, CUT_REQUEST, LOST_ANSWER, CUT_ANSWER -> relay(client, fault);
      }
    } catch (IOException e) {
      // One of the two has ended the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private static byte[] page() {
    String html = "<!DOCTYPE html><html><body><form>Log in to the network</form></body></html>";
    return ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: "
            + html.length()
            + "\r\nConnection: close\r\n\r\n"
            + html)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void answer(Socket client, byte[] bytes) throws IOException {
    if (client.getInputStream().read(new byte[1 << 16]) > 0) {
      client.getOutputStream().write(bytes);
      client.getOutputStream().flush();
      client.shutdownOutput();
      drain(client.getInputStream());
    }
  }

  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    while (in.read(buffer) >= 0) {
      // A connection that is closed with bytes unread is reset, and the answer lost.
    }
  }

  private void relay(Socket client, Fault kind) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(server);
      Thread upward =
          Thread.ofVirtual()
              .start(
                  () ->
                      copy(
                          client,
                          server,
                          kind == Fault.CUT_REQUEST ? Optional.of(FEW) : Optional.empty()));
      Optional<Integer> most =
          switch (kind) {
            case LOST_ANSWER -> Optional.of(0);
            case CUT_ANSWER -> Optional.of(FEW);
            case NONE, REFUSED, CUT_REQUEST, HANG, LOGIN_PAGE, GARBAGE -> Optional.empty();
          };
      copy(server, client, most);
      close(client);
      upward.join();
      open.remove(server);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to, Optional<Integer> most) {
    byte[] buffer = new byte[1 << 16];
    int left = most.orElse(Integer.MAX_VALUE);
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        if (most.isEmpty()) {
          out.write(buffer, 0, count);
          continue;
        }
        out.write(buffer, 0, Math.min(count, left));
        left -= Math.min(count, left);
        if (left == 0) {
          close(from);
          close(to);
          return;
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed either way.
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    fault(Fault.NONE);
  }
}
