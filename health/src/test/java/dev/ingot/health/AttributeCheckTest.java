package dev.ingot.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AttributeCheckTest {
  private static final Duration SECOND = Duration.ofSeconds(5);

  private static Expression expression(String text) {
    return Syntax.parseExpression(new SourceFile("web.ingot.hcl", text), new Diagnostics());
  }

  private static Value self(String name, Value value) {
    TreeMap<String, Value> attributes = new TreeMap<>();
    attributes.put(name, value);
    return new Value.ObjectValue(attributes);
  }

  private Verdict judge(String condition, Value self) {
    return AttributeCheck.judge(
        new Check.Condition(expression(condition), Scopes.EMPTY, SECOND), self);
  }

  @Test
  void aConditionThatIsTrueIsHealthy() {
    Value running = self("status", Value.of("running"));
    assertThat(judge("self.status == \"running\"", running).isHealthy()).isTrue();
    assertThat(judge("self.status == \"stopped\"", running).answered()).isEqualTo("false");
  }

  @Test
  void whatCannotBeSeenIsUnhealthy() {
    assertThat(judge("self.status == \"x\"", self("status", Value.unknown(Type.STRING))))
        .isInstanceOf(Verdict.Unhealthy.class);
    assertThat(judge("self.missing", self("status", Value.of("x"))))
        .isInstanceOf(Verdict.Unhealthy.class);
    assertThat(judge("self.status", self("status", Value.of("x"))).answered())
        .isEqualTo("the value is not true or false");
  }

  private static Verdict ask(String url, Value self, Time time) throws InterruptedException {
    return AttributeCheck.ask(
        new Check.Url(expression(url), Scopes.EMPTY, 200, 299, Duration.ofSeconds(1)), self, time);
  }

  private static Verdict ask(String url, Value self) throws InterruptedException {
    return ask(url, self, new StillTime());
  }

  private interface Serving {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  private static Verdict asked(Serving serving) throws IOException, InterruptedException {
    return asked(serving, new StillTime());
  }

  private static Verdict asked(Serving serving, Time time)
      throws IOException, InterruptedException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket socket = server.accept();
                    InputStream in = socket.getInputStream()) {
                  int read = in.read(new byte[4096]);
                  assertThat(read).isPositive();
                  serving.answer(socket.getOutputStream());
                } catch (IOException | InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      return ask(
          "\"http://127.0.0.1:${self.port}/healthz\"",
          self("port", Value.of(server.getLocalPort())),
          time);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Test
  void aUrlIsAskedAndItsAnswerIsTheEvidence() throws IOException, InterruptedException {
    Verdict good = asked(out -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    assertThat(good.isHealthy()).isTrue();
    assertThat(good.evidence()).matches("GET http://127.0.0.1:[0-9]+/healthz answered: 200: ok");
    Verdict bad = asked(out -> write(out, "HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\ndown"));
    assertThat(bad.isHealthy()).isFalse();
    assertThat(bad.answered()).isEqualTo("503: down");
  }

  @Test
  void aServerThatNeverEndsItsAnswerIsUnhealthyInTime() throws IOException, InterruptedException {
    CompletableFuture<String> asked = new CompletableFuture<>();
    Verdict slow =
        asked(
            out -> {
              write(out, "HTTP/1.1 200 OK\r\nX: ");
              asked.join();
            },
            new SimulatedTime(Instant.EPOCH));
    asked.complete("enough");
    assertThat(slow.answered()).isEqualTo("no answer within 1000 ms");
  }

  @Test
  void anAddressThatIsNoUrlIsUnhealthy() throws InterruptedException {
    assertThat(ask("\"file:///etc/passwd\"", new Value.ObjectValue(new TreeMap<>())).answered())
        .isEqualTo("the value is not an http or https URL");
  }

  @Test
  void aSensitiveUrlIsNotShown() throws InterruptedException {
    Value secret = Value.of("http://127.0.0.1:1/token-s3cret").marked(new Marks(true, false));
    assertThat(ask("self.url", self("url", secret)).evidence()).doesNotContain("s3cret");
  }
}
