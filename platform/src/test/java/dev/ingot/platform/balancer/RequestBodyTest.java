package dev.ingot.platform.balancer;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ingot.http.Framing;
import dev.ingot.http.HttpReader;
import dev.ingot.http.TcpConnection;
import dev.ingot.http.Watchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
  @Test
  void aBodyThatComesByteByByteIsGivenUp() throws Exception {
    try (Watchdog watchdog = new Watchdog();
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        TcpConnection connection = new TcpConnection(server.accept(), watchdog)) {
      Thread drip =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (true) {
                        client.getOutputStream().write('x');
                        TimeUnit.MILLISECONDS.sleep(20);
                      }
                    } catch (IOException | InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      Framing framing = new Framing.Length(1 << 20);
      try (RequestBody body =
          new RequestBody(
              new HttpReader(connection).body(framing),
              framing,
              1 << 20,
              new BufferBudget(1 << 20),
              Duration.ofMillis(300))) {
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(body::readAhead);
      } finally {
        drip.interrupt();
      }
    }
  }
}
