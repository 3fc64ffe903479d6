package dev.ingot.state.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.state.StateException;
import dev.ingot.state.session.Snapshot;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The kit over a server of a test's own, with a faulty network before it; and what holds whatever
 * odd things that server answers.
 */
public abstract class ServerKit<S extends FakeServer> extends NetworkBackendKit {
  /** Answers that are none. */
  @SuppressWarnings("ImmutableEnumChecker") // replies are never changed
  enum Odd {
    UNAUTHORIZED(TestServer.response(401, "who are you?")),
    FORBIDDEN(TestServer.response(403, "")),
    WEB_PAGE(
        TestServer.response(404, "<html><body>nothing here</body></html>")
            .with("Content-Type", "text/html")),
    TOO_MANY(TestServer.response(429, "").with("Retry-After", "0")),
    BROKEN(TestServer.response(500, "oops")),
    AWAY(TestServer.response(503, "").with("Retry-After", "0")),
    HALF_A_TEXT(TestServer.response(200, "{\"half\":").with("Content-Type", "application/json")),
    OTHER_JSON(TestServer.response(200, "[\"other\"]").with("Content-Type", "application/json"));

    private final Reply reply;

    Odd(Reply reply) {
      this.reply = reply;
    }
  }

  private Optional<S> server = Optional.empty();
  private Optional<FaultyProxy> proxy = Optional.empty();

  /** For subclasses. */
  protected ServerKit() {}

  /** A server without anything in it. */
  protected abstract S started() throws Exception;

  @BeforeEach
  final void start() throws Exception {
    server = Optional.of(started());
    proxy = Optional.of(new FaultyProxy(server().port()));
  }

  @AfterEach
  final void stop() throws Exception {
    proxy().close();
    server().close();
  }

  /** The server. */
  protected final S server() {
    return server.orElseThrow();
  }

  @Override
  protected final FaultyProxy proxy() {
    return proxy.orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void anOddAnswerIsNeverAnEmptyState(Odd odd) {
    Client client = client();
    String version = client.snapshots().write(DEFAULT, write(1, Optional.empty()));
    server().instead(_ -> Optional.of(odd.reply));
    assertThatThrownBy(() -> client.snapshots().read(DEFAULT)).isInstanceOf(StateException.class);
    assertThatThrownBy(() -> client.snapshots().version(DEFAULT))
        .isInstanceOf(StateException.class);
    assertThatThrownBy(() -> client.snapshots().workspaces()).isInstanceOf(StateException.class);
    assertThatThrownBy(() -> client.snapshots().write(DEFAULT, write(2, Optional.of(version))))
        .isInstanceOf(StateException.class)
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("\n\n"));
    server().instead(_ -> Optional.empty());
    assertThat(client.snapshots().read(DEFAULT).map(Snapshot::content).orElseThrow())
        .isEqualTo(state(1));
  }

  @ParameterizedTest
  @EnumSource
  void anOddAnswerIsNeverALock(Odd odd) {
    Client client = client();
    server().instead(_ -> Optional.of(odd.reply));
    assertThatThrownBy(() -> client.lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO))
        .isInstanceOf(StateException.class);
    server().instead(_ -> Optional.empty());
    freeLocks();
    client.lease().acquire(DEFAULT, holder(id(2)), Duration.ZERO).close();
  }

  @Test
  void whoeverTheServerSendsUsToGetsNoCredentials() throws Exception {
    try (TestServer other = TestServer.plain(_ -> TestServer.response(500, ""))) {
      server()
          .instead(
              asked ->
                  Optional.of(
                      TestServer.response(307, "")
                          .with(
                              "Location",
                              "http://127.0.0.1:" + other.port() + "/?" + asked.head().method())));
      assertThatThrownBy(() -> client().snapshots().read(DEFAULT))
          .isInstanceOf(StateException.class);
      assertThatThrownBy(() -> client().snapshots().write(DEFAULT, write(1, Optional.empty())))
          .isInstanceOf(StateException.class);
      assertThat(other.asked())
          .allSatisfy(
              asked -> {
                assertThat(asked.field("authorization")).isEmpty();
                assertThat(asked.field("x-consul-token")).isEmpty();
              });
    }
  }
}
