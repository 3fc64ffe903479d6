package dev.ingot.platform.probe;

import dev.ingot.health.Check;
import dev.ingot.health.Verdict;
import dev.ingot.http.Bodies;
import dev.ingot.http.Framing;
import dev.ingot.http.Headers;
import dev.ingot.http.HttpException;
import dev.ingot.http.HttpReader;
import dev.ingot.http.HttpWriter;
import dev.ingot.http.RequestHead;
import dev.ingot.http.ResponseHead;
import dev.ingot.http.TcpConnection;
import dev.ingot.http.Watchdog;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Runs HTTP and TCP checks. */
public final class NetworkProber {
  private final Watchdog watchdog;

  /** With the watchdog that ends connections that hang. */
  public NetworkProber(Watchdog watchdog) {
    this.watchdog = watchdog;
  }

  /** Runs an HTTP check on an address; a port of 0 in the check means {@code defaultPort}. */
  public Verdict http(Check.Http check, String address, int defaultPort) {
    int port = check.port() == 0 ? defaultPort : check.port();
    String asked = "GET http://" + address + ":" + port + check.path();
    long deadline = System.nanoTime() + check.timeout().toNanos();
    try (TcpConnection connection = connect(address, port, check.timeout())) {
      Headers headers =
          Headers.NONE
              .with("Host", address + ":" + port)
              .with("User-Agent", "ingot-health-check")
              .with("Connection", "close");
      byte[] head = HttpWriter.head(new RequestHead("GET", check.path(), 1, headers));
      connection.write(head, 0, head.length, check.timeout());
      HttpReader reader = new HttpReader(connection);
      ResponseHead response = reader.readResponseHead(left(deadline));
      while (response.isInterim()) {
        response = reader.readResponseHead(left(deadline));
      }
      String answered = Integer.toString(response.status());
      String body = start(reader, response, deadline);
      if (!body.isBlank()) {
        answered += ": " + body.strip();
      }
      return response.status() >= check.minStatus() && response.status() <= check.maxStatus()
          ? new Verdict.Healthy(asked, answered)
          : new Verdict.Unhealthy(asked, answered);
    } catch (IOException e) {
      return new Verdict.Unhealthy(asked, reason(e, check.timeout()));
    }
  }

  /** Runs a TCP check; a port of 0 in the check means {@code defaultPort}. */
  public Verdict tcp(Check.Tcp check, String address, int defaultPort) {
    int port = check.port() == 0 ? defaultPort : check.port();
    String asked = "connect to " + address + ":" + port;
    try (TcpConnection _ = connect(address, port, check.timeout())) {
      return new Verdict.Healthy(asked, "connected");
    } catch (IOException e) {
      return new Verdict.Unhealthy(asked, reason(e, check.timeout()));
    }
  }

  private TcpConnection connect(String address, int port, Duration timeout) throws IOException {
    return TcpConnection.connect(InetAddress.ofLiteral(address), port, timeout, watchdog);
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
  }

  private static String start(HttpReader reader, ResponseHead response, long deadline) {
    try {
      byte[] start =
          Bodies.readStart(reader.body(Framing.of(response, "GET")), Verdict.READ, left(deadline));
      return new String(start, StandardCharsets.UTF_8);
    } catch (IOException e) {
      // The status decides; the body is only shown to the user.
      return "";
    }
  }

  /** The error as a message. */
  static String reason(IOException e, Duration timeout) {
    return switch (e) {
      case SocketTimeoutException _ -> "no answer within " + timeout.toMillis() + " ms";
      case ConnectException _ -> "connection refused";
      case EOFException _ -> "the connection was closed without an answer";
      case HttpException h -> "not an HTTP response: " + h.getMessage();
      default ->
          String.valueOf(e.getMessage()).contains("reset")
              ? "the connection was reset"
              : String.valueOf(e.getMessage());
    };
  }
}
