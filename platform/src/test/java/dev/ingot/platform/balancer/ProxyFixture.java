package dev.ingot.platform.balancer;

import dev.ingot.http.TcpConnection;
import dev.ingot.http.Watchdog;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.BalancerSpec.Settings;
import dev.ingot.platform.host.Processes;
import dev.ingot.storage.log.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A balancer before backends that follow a script. */
abstract class ProxyFixture {
  static final Duration LIMIT = Duration.ofSeconds(10);

  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  static final Settings SETTINGS =
      new Settings(
          Duration.ofMillis(20),
          2,
          1,
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofMillis(300),
          Duration.ofSeconds(5),
          3,
          64 * 1024);

  final Watchdog watchdog = new Watchdog();

  final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : opened.reversed()) {
      closeable.close();
    }
    watchdog.close();
  }

  <T extends AutoCloseable> T open(T closeable) {
    opened.add(closeable);
    return closeable;
  }

  ScriptedBackend backend(ScriptedBackend.Script script) throws IOException {
    return open(new ScriptedBackend(watchdog, script));
  }

  ScriptedBackend answering(String text) throws IOException {
    return open(ScriptedBackend.answering(watchdog, text));
  }

  BalancerServer balancer(Backend... backends) throws Exception {
    return balancer(BalancerSpec.Protocol.HTTP, backends);
  }

  BalancerServer balancer(BalancerSpec.Protocol protocol, Backend... backends) throws Exception {
    return balancer(protocol, SETTINGS, backends);
  }

  BalancerServer balancer(BalancerSpec.Protocol protocol, Settings settings, Backend... backends)
      throws Exception {
    BalancerSpec spec =
        new BalancerSpec(
            "web",
            "127.0.0.1",
            BalancerServerTest.freePort(),
            protocol,
            Arrays.asList(backends),
            Optional.empty(),
            settings);
    BalancerServer server =
        open(BalancerServer.start(spec, watchdog, Processes.ofHost(), Log.none()));
    while (server.backends().stream().filter(b -> b.health().isHealthy()).count()
        < backends.length) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return server;
  }

  TcpConnection connect(BalancerServer server) throws IOException {
    return open(
        TcpConnection.connect(InetAddress.ofLiteral("127.0.0.1"), server.port(), LIMIT, watchdog));
  }

  /** Sends bytes, gives everything until the connection ends. */
  String exchange(BalancerServer server, String request) throws IOException {
    TcpConnection connection = connect(server);
    ScriptedBackend.write(connection, request);
    return rest(connection);
  }

  static String rest(TcpConnection connection) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] chunk = new byte[8192];
    for (int count = connection.read(chunk, 0, chunk.length, LIMIT);
        count >= 0;
        count = connection.read(chunk, 0, chunk.length, LIMIT)) {
      text.append(new String(chunk, 0, count, StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }

  static String until(TcpConnection connection, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] one = new byte[1];
    while (!text.toString().endsWith(end)) {
      if (connection.read(one, 0, 1, LIMIT) < 0) {
        throw new IOException("ended after " + text);
      }
      text.append((char) (one[0] & 0xff));
    }
    return text.toString();
  }

  static final String CLOSE = "Host: x\r\nConnection: close\r\n";
}
