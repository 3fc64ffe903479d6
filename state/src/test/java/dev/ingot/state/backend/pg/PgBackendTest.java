package dev.ingot.state.backend.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.Environments;
import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StateLockedException;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.kit.FaultyProxy;
import dev.ingot.state.kit.NetworkBackendKit;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.session.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kit over a real PostgreSQL. */
final class PgBackendTest extends NetworkBackendKit {
  private static Optional<PgServer> server = Optional.empty();
  private static int schemas;

  private Optional<FaultyProxy> proxy = Optional.empty();

  @BeforeAll
  static void start() throws Exception {
    server = Optional.of(PgServer.start());
  }

  @AfterAll
  static void stop() throws Exception {
    if (server.isPresent()) {
      server.get().close();
    }
  }

  @BeforeEach
  void connect() throws Exception {
    schemas++;
    proxy = Optional.of(new FaultyProxy(server.orElseThrow().port()));
  }

  @AfterEach
  void disconnect() throws Exception {
    proxy().close();
  }

  @Override
  protected FaultyProxy proxy() {
    return proxy.orElseThrow();
  }

  /** Sessions end with their connections, but for those the proxy made answer nothing. */
  @Override
  protected void freeLocks() {
    proxy().fault(FaultyProxy.Fault.NONE);
  }

  private static BackendPlace place(Map<String, String> variables) {
    return new BackendPlace(Path.of(""), Path.of(""), Environments.fixed(), variables);
  }

  private PgDatabase database() {
    return new PgDatabase(
        PgAddress.of(
            "postgres://ingot:not%2Fso%3Asecret@127.0.0.1:"
                + proxy().port()
                + "/postgres?sslmode=disable",
            place(Map.of())),
        "odd \"schema\" " + schemas,
        new PgDatabase.Skipped(false, false, false),
        Duration.ofSeconds(1));
  }

  @Override
  protected Client client() {
    PgDatabase database = database();
    return new Client(new PgSnapshots(database), new PolledLease(new PgLocks(database)));
  }

  @Override
  protected boolean is(Trait trait) {
    return switch (trait) {
      case WORKSPACES, WAITS, NOTICES_LOSS, FORCES -> true;
      // It names the session of the database instead, as its own test claims.
      case NAMES_HOLDER -> false;
    };
  }

  @Test
  void theSessionThatHoldsALockIsNamed() {
    Client first = client();
    Client second = client();
    for (int round = 0; round < 2; round++) {
      try (Lease.Held _ = first.lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO)) {
        assertThatThrownBy(() -> second.lease().acquire(DEFAULT, holder(id(2)), Duration.ZERO))
            .isInstanceOfSatisfying(
                StateLockedException.class,
                e -> {
                  assertThat(e.holder().map(LockInfo::id)).contains(id(1));
                  assertThat(e).hasMessageContaining("ingot@127.0.0.1");
                });
      }
      // The second time the state exists, and its row is locked.
      first.snapshots().delete(DEFAULT);
      first.snapshots().write(DEFAULT, write(1, Optional.empty()));
    }
  }

  @Test
  void aLockOutlivesTheConnectionItWasTakenOver() {
    Client client = client();
    try (Lease.Held held = client.lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO)) {
      proxy().fault(FaultyProxy.Fault.NONE);
      assertThatThrownBy(held::renew).isInstanceOf(StateException.class);
      held.renew();
      held.verify();
      assertThatThrownBy(() -> client().lease().acquire(DEFAULT, holder(id(2)), Duration.ZERO))
          .isInstanceOf(StateLockedException.class);
    }
    client().lease().acquire(DEFAULT, holder(id(2)), Duration.ZERO).close();
  }

  @Test
  void aServerThatWasKilledLosesNoLockAndNoState() throws Exception {
    Client client = client();
    String version = client.snapshots().write(DEFAULT, write(1, Optional.empty()));
    try (Lease.Held held = client.lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO)) {
      server.orElseThrow().restart();
      assertThatThrownBy(held::renew).isInstanceOf(StateException.class);
      held.renew();
      held.verify();
      client.snapshots().write(DEFAULT, write(2, Optional.of(version)));
    }
  }

  @Test
  void noMessageHasThePassword() {
    PgDatabase wrong =
        new PgDatabase(
            PgAddress.of(
                "host=127.0.0.1 port="
                    + proxy().port()
                    + " user=ingot password='wr\\'ong' dbname=postgres sslmode=disable",
                place(Map.of())),
            "s",
            new PgDatabase.Skipped(false, false, false),
            Duration.ofSeconds(1));
    assertThatThrownBy(() -> new PgSnapshots(wrong).read(DEFAULT))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("authentication failed")
        .hasMessageNotContaining("wr'ong");
    assertThatThrownBy(() -> PgAddress.of("postgres://a:se#cret@[/x", place(Map.of())))
        .hasMessageNotContaining("cret");
  }

  @Test
  void theEnvironmentFillsWhatTheConnectionStringLeavesOut() {
    PgAddress address =
        PgAddress.of(
            "host=db.example",
            place(
                Map.of(
                    "PGHOST", "other", "PGPORT", "6000", "PGUSER", "u", "PGDATABASE", "states")));
    assertThat(address.toString()).isEqualTo("postgres://db.example:6000/states");
    assertThat(address.parameter("user")).contains("u");
    assertThat(address.parameter("sslmode")).contains("require");
  }
}
