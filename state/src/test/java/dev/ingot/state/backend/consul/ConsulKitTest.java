package dev.ingot.state.backend.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.backend.consul.ConsulKeys.Access;
import dev.ingot.state.kit.QuickHttp;
import dev.ingot.state.kit.ServerKit;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.session.Lease;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotWrite;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The kit over Consul's keys. */
final class ConsulKitTest extends ServerKit<FakeConsul> {
  @Override
  protected FakeConsul started() throws Exception {
    return new FakeConsul();
  }

  @Override
  protected void freeLocks() {
    server().freeLocks();
  }

  @Override
  protected void overwrite(String version) {
    server().put("app/state", new String(state(7), StandardCharsets.UTF_8));
  }

  @Override
  protected Client client() {
    return client(false);
  }

  private Client client(boolean compressing) {
    ConsulKeys keys =
        new ConsulKeys(
            QuickHttp.store(),
            new Access(
                URI.create("http://127.0.0.1:" + proxy().port() + "/"),
                "",
                Optional.of("token"),
                Optional.empty()));
    ConsulLocks locks = new ConsulLocks(keys, "app/state");
    return new Client(
        new ConsulSnapshots(keys, locks, "app/state", compressing), new PolledLease(locks));
  }

  @Override
  protected boolean is(Trait trait) {
    return true;
  }

  private static byte[] large(int megabytes) {
    return ("{\"version\":4,\"text\":\"" + "ä\\n".repeat(megabytes << 18) + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static SnapshotWrite write(byte[] content, Optional<String> expected) {
    return new SnapshotWrite(content, 1, "lineage", expected, 0);
  }

  @Test
  void aLargeStateIsInPartsThatAreGoneWithTheNext() {
    Client client = client();
    String first = client.snapshots().write(DEFAULT, write(large(2), Optional.empty()));
    assertThat(server().values().get("app/state")).startsWith("{\"chunks\":[\"app/state/tfstate.");
    assertThat(server().values()).hasSize(6);
    String second = client.snapshots().write(DEFAULT, write(large(1), Optional.of(first)));
    assertThat(server().values()).hasSize(4);
    assertThat(client.snapshots().read(DEFAULT).map(Snapshot::content).orElseThrow())
        .isEqualTo(large(1));
    client.snapshots().write(DEFAULT, write(1, Optional.of(second)));
    assertThat(server().values()).containsOnlyKeys("app/state");
  }

  @Test
  void whatSomebodyWritesRightAfterAWriteIsNotOverwrittenByTheNext() {
    Client client = client();
    AtomicBoolean there = new AtomicBoolean();
    server()
        .instead(
            asked -> {
              boolean written = server().values().containsKey("app/state");
              if (written && !there.getAndSet(written) && asked.head().method().equals("GET")) {
                overwrite("");
              }
              return Optional.empty();
            });
    String version = client.snapshots().write(DEFAULT, write(1, Optional.empty()));
    client.snapshots().version(DEFAULT);
    server().instead(_ -> Optional.empty());
    assertThatThrownBy(() -> client.snapshots().write(DEFAULT, write(2, Optional.of(version))))
        .isInstanceOf(StateException.class);
    assertThat(client.snapshots().read(DEFAULT).map(Snapshot::content).orElseThrow())
        .isEqualTo(state(7));
  }

  @Test
  void theSameLargeStateWrittenAgainStaysWhole() {
    Client client = client();
    String first = client.snapshots().write(DEFAULT, write(large(1), Optional.empty()));
    client.snapshots().write(DEFAULT, write(large(1), Optional.of(first)));
    assertThat(client.snapshots().read(DEFAULT).map(Snapshot::content).orElseThrow())
        .isEqualTo(large(1));
  }

  @Test
  void aLargeStateWithAPartMissingIsNotRead() {
    client().snapshots().write(DEFAULT, write(large(1), Optional.empty()));
    server().remove(server().values().lastKey());
    assertThatThrownBy(() -> client().snapshots().read(DEFAULT))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("incomplete");
  }

  @Test
  void whatIsCompressedIsReadByWhoeverReads() {
    client(true).snapshots().write(DEFAULT, write(1, Optional.empty()));
    assertThat(server().values().get("app/state")).doesNotContain("version");
  }

  @Test
  void aSessionThatEndedIsReplacedWhileNobodyElseLocks() {
    Client client = client();
    try (Lease.Held held = client.lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO)) {
      server().endSessions();
      assertThatThrownBy(() -> client.snapshots().write(DEFAULT, write(1, Optional.empty())))
          .isInstanceOf(StateFencedException.class);
      held.renew();
      client.snapshots().write(DEFAULT, write(1, Optional.empty()));
      assertThatThrownBy(() -> client().lease().acquire(DEFAULT, holder(id(2)), Duration.ZERO))
          .isInstanceOf(StateException.class);
    }
    client().lease().acquire(DEFAULT, holder(id(3)), Duration.ZERO).close();
    assertThat(server().values()).containsOnlyKeys("app/state");
  }

  @Test
  void aWriterWhoseLockWasForcedOpenWritesNothing() {
    Client first = client();
    Lease.Held held = first.lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO);
    client().lease().force(DEFAULT, held.info().id());
    assertThatThrownBy(() -> first.snapshots().write(DEFAULT, write(1, Optional.empty())))
        .isInstanceOf(StateFencedException.class);
    assertThatThrownBy(held::renew).isInstanceOf(StateFencedException.class);
    assertThat(server().values()).isEmpty();
  }
}
