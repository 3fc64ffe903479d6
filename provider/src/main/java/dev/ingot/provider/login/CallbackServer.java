package dev.ingot.provider.login;

import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Waits on a loopback port for a browser that comes back with a code. Everything that doesn't know
 * the state this process chose is answered with an error and otherwise ignored.
 */
final class CallbackServer implements AutoCloseable {
  private static final String PATH = "/login";
  private static final int MOST_OF_LINE = 16 * 1024;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int ATTEMPTS = 64;

  private final ServerSocket socket;
  private final String state;
  private final String product;

  private CallbackServer(ServerSocket socket, String state, String product) {
    this.socket = socket;
    this.state = state;
    this.product = product;
  }

  static CallbackServer open(int first, int last, String state, String product) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int port = first; port <= last && port < first + ATTEMPTS; port++) {
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(new InetSocketAddress(loopback, port));
        return new CallbackServer(socket, state, product);
      } catch (BindException e) {
        // Somebody else has this one.
        socket.close();
      }
    }
    throw new LoginException(
        "no port between " + first + " and " + last + " is free for the browser to come back to");
  }

  /** Where the browser is to come back to. */
  String address() {
    return "http://localhost:" + socket.getLocalPort() + PATH;
  }

  /** Waits for the code. */
  String code(Cancellation cancellation) throws IOException {
    try (var _ = cancellation.onCancel(this::close)) {
      while (true) {
        try (Socket connection = socket.accept()) {
          connection.setSoTimeout(PATIENCE_MILLIS);
          Map<String, String> answer = parameters(line(connection.getInputStream()));
          if (!state.equals(answer.get("state"))) {
            respond(connection, "400 Bad Request", "This is not the login that was asked for.");
            continue;
          }
          String code = answer.getOrDefault("code", "");
          if (code.isEmpty()) {
            respond(connection, "200 OK", "The login was refused. Return to the terminal.");
            throw new LoginException(
                "the host refused: "
                    + printable(answer.getOrDefault("error", "it returned no code")));
          }
          respond(
              connection,
              "200 OK",
              "The login server has returned an authentication code to "
                  + product
                  + ". Close this page and return to the terminal.");
          return code;
        } catch (java.net.SocketTimeoutException e) {
          // A connection that says nothing; the browser may still come.
        }
      }
    } catch (java.net.SocketException e) {
      throw new LoginException(
          cancellation.isCancelled() ? "it was interrupted" : String.valueOf(e.getMessage()));
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n' && line.length() < MOST_OF_LINE) {
      line.append((char) next);
      next = in.read();
    }
    return line.toString().strip();
  }

  /** The query of a request's first line; nothing where it asks for something else. */
  private static Map<String, String> parameters(String line) {
    Map<String, String> found = new HashMap<>();
    String start = "GET " + PATH + "?";
    int end = line.lastIndexOf(" HTTP/");
    if (!line.startsWith(start) || end < start.length()) {
      return found;
    }
    for (String each : line.substring(start.length(), end).split("&")) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        decoded(each.substring(0, equals))
            .ifPresent(
                name ->
                    decoded(each.substring(equals + 1)).ifPresent(value -> found.put(name, value)));
      }
    }
    return found;
  }

  /** What isn't encoded as it should be is no parameter. */
  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), 200); i++) {
      char c = text.charAt(i);
      printable.append(c >= ' ' && c < 0x7f ? c : '?');
    }
    return printable.toString();
  }

  private static void respond(Socket connection, String status, String text) throws IOException {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
            + body.length
            + "\r\nConnection: close\r\n\r\n";
    connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    connection.getOutputStream().write(body);
    connection.getOutputStream().flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
      return;
    }
  }
}
