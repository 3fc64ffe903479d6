package dev.ingot.state.backend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.Limits;
import dev.ingot.http.client.Retries;
import dev.ingot.http.client.Surroundings;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.Environments;
import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.BackendException;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.backend.BackendTypes;
import dev.ingot.state.backend.Backends;
import dev.ingot.state.kit.FaultyProxy;
import dev.ingot.state.kit.NetworkBackendKit;
import dev.ingot.state.lock.LockInfoJson;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.remote.StoreHttp;
import dev.ingot.state.session.Lease;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kit over a server that keeps one state, as GitLab and others do. */
final class HttpBackendTest extends NetworkBackendKit {
  private Optional<TestServer> server = Optional.empty();
  private Optional<FaultyProxy> proxy = Optional.empty();
  private String state = "";
  private Optional<LockInfo> holder = Optional.empty();
  private boolean keeping = true;
  private boolean forbidding;
  private int unlocked;

  @BeforeEach
  void start() throws Exception {
    server = Optional.of(TestServer.plain(this::answer));
    proxy = Optional.of(new FaultyProxy(server.get().port()));
  }

  @AfterEach
  void stop() throws Exception {
    proxy().close();
    server.orElseThrow().close();
  }

  private synchronized Reply answer(TestServer.Asked asked) {
    String target = asked.target();
    if (!asked.field("authorization").equals("Basic bWU6cHc=")) {
      return TestServer.response(401, "");
    }
    return switch (asked.head().method()) {
      case "GET" ->
          state.isEmpty() ? TestServer.response(404, "") : TestServer.response(200, state);
      case "DELETE" -> {
        state = "";
        yield TestServer.response(200, "");
      }
      case "LOCK" -> {
        if (forbidding) {
          yield TestServer.response(403, "");
        }
        if (holder.isPresent()) {
          yield TestServer.response(423, LockInfoJson.text(holder.get()));
        }
        holder = LockInfoJson.holder(asked.body().getBytes(StandardCharsets.UTF_8));
        yield TestServer.response(200, "");
      }
      case "UNLOCK" -> {
        unlocked++;
        Optional<LockInfo> given =
            LockInfoJson.holder(asked.body().getBytes(StandardCharsets.UTF_8));
        if (holder.isEmpty()) {
          yield TestServer.response(404, "not locked");
        }
        if (!holder.map(LockInfo::id).equals(given.map(LockInfo::id))) {
          yield TestServer.response(409, LockInfoJson.text(holder.get()));
        }
        holder = Optional.empty();
        yield TestServer.response(200, "");
      }
      default -> {
        Optional<String> id = holder.map(info -> "?ID=" + info.id());
        if (id.isPresent() && !target.endsWith(id.get())) {
          yield TestServer.response(409, LockInfoJson.text(holder.orElseThrow()));
        }
        state = keeping ? asked.body() : state;
        yield TestServer.response(200, "");
      }
    };
  }

  @Override
  protected FaultyProxy proxy() {
    return proxy.orElseThrow();
  }

  @Override
  protected synchronized void freeLocks() {
    holder = Optional.empty();
  }

  @Override
  protected synchronized void overwrite(String version) {
    state = new String(state(7), StandardCharsets.UTF_8);
  }

  private HttpStore store() {
    URI address = URI.create("http://127.0.0.1:" + proxy().port() + "/state");
    Limits limits =
        new Limits(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofMillis(500));
    HttpClient client =
        new HttpClient(
            ClientSettings.usual(Map.of()).withLimits(limits).withRetries(Retries.NONE),
            Surroundings.of(Map.of(), Environments.fixed().clock(), Environments.fixed().random()));
    return new HttpStore(
        new HttpStore.Addresses(
            address,
            "POST",
            Optional.of(address),
            "LOCK",
            Optional.of(address),
            "UNLOCK",
            Optional.of(new HttpStore.Credentials("me", "pw")),
            Map.of()),
        new StoreHttp(client));
  }

  @Override
  protected Client client() {
    HttpStore store = store();
    return new Client(store, new PolledLease(store));
  }

  @Override
  protected boolean is(Trait trait) {
    return switch (trait) {
      case WAITS, NAMES_HOLDER, FORCES -> true;
      // The server refuses the next write instead.
      case WORKSPACES, NOTICES_LOSS -> false;
    };
  }

  @Test
  void aWriterWhoseLockWasForcedOpenIsRefused() {
    Client first = client();
    Lease.Held held = first.lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO);
    Client second = client();
    second.lease().force(DEFAULT, id(1));
    try (Lease.Held _ = second.lease().acquire(DEFAULT, holder(id(2)), Duration.ZERO)) {
      assertThatThrownBy(() -> first.snapshots().write(DEFAULT, write(1, Optional.empty())))
          .isInstanceOf(StateException.class);
    }
    held.close();
    assertThat(state).isEmpty();
  }

  /** Not every server compares the ID: it could open the lock of another process. */
  @Test
  void aServerThatForbidsLockingIsNotAskedToUnlock() {
    forbidding = true;
    assertThatThrownBy(() -> client().lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("invalid auth");
    assertThat(unlocked).isZero();
  }

  @Test
  void aServerThatKeepsNothingIsFoundOut() {
    keeping = false;
    assertThatThrownBy(() -> client().snapshots().write(DEFAULT, write(1, Optional.empty())))
        .hasMessageContaining("doesn't give it back");
  }

  @Test
  void whatTheEnvironmentNoLongerGivesIsNamed() {
    Backends backends =
        new Backends(
            BackendTypes.of(new HttpBackendType()),
            new BackendPlace(
                Path.of("/c"), Path.of("/c/.terraform"), Environments.fixed(), Map.of()));
    assertThatThrownBy(() -> backends.other("http", Values.NULL))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("address argument is required");
  }

  @Test
  void theEnvironmentGivesWhatTheBlockLeavesOut() {
    HttpBackendType type = new HttpBackendType();
    BackendPlace place =
        new BackendPlace(
            Path.of("/c"),
            Path.of("/c/.terraform"),
            Environments.fixed(),
            Map.of("TF_HTTP_ADDRESS", "http://user:pw@h.example:99/x?token=t"));
    BackendSettings none = new BackendSettings("http", new java.util.TreeMap<>());
    assertThat(type.problems(none, place)).isEmpty();
    assertThat(type.open(none, place).store("default").location())
        .isEqualTo("http://h.example:99/x");
    assertThatThrownBy(() -> type.open(none, place).workspaces())
        .hasMessage("workspaces not supported");
  }

  @Test
  void pausesBeyondAllMeasureAreCutShort() {
    HttpBackendType type = new HttpBackendType();
    BackendPlace place =
        new BackendPlace(Path.of("/c"), Path.of("/c/.terraform"), Environments.fixed(), Map.of());
    BackendSettings settings =
        new BackendSettings(
            "http",
            new java.util.TreeMap<>(
                Map.of(
                    "address", Value.of("http://127.0.0.1:1/x"),
                    "retry_max", Value.of(1),
                    "retry_wait_min", Value.of(Long.MAX_VALUE),
                    "retry_wait_max", Value.of(0))));
    assertThatThrownBy(() -> type.open(settings, place).store("default").read())
        .isInstanceOf(StateException.class);
  }
}
