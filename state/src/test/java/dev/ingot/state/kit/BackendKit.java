package dev.ingot.state.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ingot.state.LockInfo;
import dev.ingot.state.RawJson;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.StateLockedException;
import dev.ingot.state.format.StateFile;
import dev.ingot.state.session.Lease;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.state.session.SnapshotWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/**
 * What holds for the {@link SnapshotStore} and {@link Lease} of every backend. Extend it with a
 * backend that is empty; {@link NetworkBackendKit} adds what holds for those behind a network.
 */
public abstract class BackendKit {
  /** The workspace all tests use. */
  protected static final String DEFAULT = "default";

  /** One process's view of the backend. */
  public record Client(SnapshotStore snapshots, Lease lease) {}

  /** What backends may differ in. */
  public enum Trait {
    /** It has workspaces. */
    WORKSPACES,
    /** It says who holds a lock. */
    NAMES_HOLDER,
    /** Who asks for a lock waits. */
    WAITS,
    /** It notices that its lock was forced open, when it asks or writes. */
    NOTICES_LOSS,
    /** Locks can be forced open by somebody who isn't the holder. */
    FORCES
  }

  /** For subclasses. */
  protected BackendKit() {}

  /** A process that begins to use the backend; always the same backend within a test. */
  protected abstract Client client();

  /** Whether the backend is so. */
  protected abstract boolean is(Trait trait);

  /** A state of a serial, as bytes. */
  protected static byte[] state(long serial) {
    return StateFile.write(State.EMPTY.as(serial, "5f0f6a4c-1d0c-4c1e-9f3c-000000000001"));
  }

  /** The write of a state over another. */
  protected static SnapshotWrite write(long serial, Optional<String> expected) {
    return write(serial, expected, 0);
  }

  private static SnapshotWrite write(long serial, Optional<String> expected, long token) {
    return new SnapshotWrite(
        state(serial), serial, "5f0f6a4c-1d0c-4c1e-9f3c-000000000001", expected, token);
  }

  /** Somebody who takes a lock. */
  protected static LockInfo holder(String id) {
    return new LockInfo(
        id,
        "OperationTypeApply",
        "",
        "somebody@here",
        "1.11.4",
        Instant.parse("2026-01-02T03:04:05Z"),
        "");
  }

  /** Some id of a lock. */
  protected static String id(int number) {
    return "00000000-0000-4000-8000-%012d".formatted(number);
  }

  private static Lease.Held take(Client client, int number) {
    return client.lease().acquire(DEFAULT, holder(id(number)), Duration.ZERO);
  }

  @Test
  void thereIsNothingAtFirst() {
    Client client = client();
    assertThat(client.snapshots().read(DEFAULT)).isEmpty();
    assertThat(client.snapshots().version(DEFAULT)).isEmpty();
    assertThat(client.snapshots().workspaces()).isEmpty();
  }

  @Test
  void whatIsWrittenIsReadByAnotherProcess() {
    Client writer = client();
    Client reader = client();
    try (Lease.Held held = take(writer, 1)) {
      String version = writer.snapshots().write(DEFAULT, write(1, Optional.empty(), held.token()));
      Optional<Snapshot> read = reader.snapshots().read(DEFAULT);
      assertThat(read.map(Snapshot::content).orElseThrow()).isEqualTo(state(1));
      assertThat(read.map(Snapshot::version)).contains(version);
      assertThat(reader.snapshots().version(DEFAULT)).contains(version);
      String next = writer.snapshots().write(DEFAULT, write(2, Optional.of(version), held.token()));
      assertThat(next).isNotEqualTo(version);
      assertThat(reader.snapshots().read(DEFAULT).map(Snapshot::content).orElseThrow())
          .isEqualTo(state(2));
    }
  }

  @Test
  void aLargeStateIsReadBackWhole() {
    Client client = client();
    State large =
        new State(
            "1.11.4",
            1,
            "5f0f6a4c-1d0c-4c1e-9f3c-000000000001",
            State.EMPTY.outputs(),
            State.EMPTY.resources(),
            RawJson.NULL,
            Map.of("large", new RawJson("\"" + "ä\\n".repeat(1 << 21) + "\"")));
    byte[] content = StateFile.write(large);
    try (Lease.Held held = take(client, 1)) {
      client
          .snapshots()
          .write(
              DEFAULT,
              new SnapshotWrite(content, 1, large.lineage(), Optional.empty(), held.token()));
    }
    assertThat(client().snapshots().read(DEFAULT).map(Snapshot::content).orElseThrow())
        .isEqualTo(content);
  }

  @Test
  void aSnapshotThatIsDeletedIsGone() {
    Client client = client();
    try (Lease.Held held = take(client, 1)) {
      client.snapshots().write(DEFAULT, write(1, Optional.empty(), held.token()));
      client.snapshots().delete(DEFAULT);
      assertThat(client.snapshots().read(DEFAULT)).isEmpty();
      client.snapshots().delete(DEFAULT);
      client.snapshots().write(DEFAULT, write(1, Optional.empty(), held.token()));
    }
    assertThat(client.snapshots().read(DEFAULT)).isPresent();
  }

  @Test
  void oneHolderAtATimeAndTheOtherIsToldWho() {
    Client first = client();
    Client second = client();
    try (Lease.Held held = take(first, 1)) {
      held.verify();
      assertThatThrownBy(() -> take(second, 2))
          .isInstanceOfSatisfying(
              StateLockedException.class,
              e -> {
                assertThat(e.getMessage()).isNotBlank();
                if (is(Trait.NAMES_HOLDER)) {
                  String known = held.info().id();
                  assertThat(e.holder().map(LockInfo::id)).contains(known);
                  assertThat(e.getMessage()).contains(known, "somebody@here", "2026-01-02");
                }
              });
    }
    take(second, 3).close();
    take(first, 4).close();
  }

  @Test
  void whoWaitsGetsTheLockWhenItIsReleased() throws Exception {
    assumeThat(is(Trait.WAITS)).isTrue();
    Client first = client();
    Client second = client();
    Lease.Held held = take(first, 1);
    FutureTask<Lease.Held> waiting =
        new FutureTask<>(
            () -> second.lease().acquire(DEFAULT, holder(id(2)), Duration.ofSeconds(30)));
    Thread.startVirtualThread(waiting);
    held.close();
    waiting.get().close();
    take(first, 3).close();
  }

  @Test
  void aLockIsForcedOpenByItsIdOnly() {
    assumeThat(is(Trait.FORCES)).isTrue();
    Client first = client();
    Client second = client();
    Lease.Held held = take(first, 1);
    assertThatThrownBy(() -> second.lease().force(DEFAULT, id(9)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(id(9));
    second.lease().force(DEFAULT, held.info().id());
    try (Lease.Held other = take(second, 2)) {
      other.verify();
      if (is(Trait.NOTICES_LOSS)) {
        assertThatThrownBy(
                () -> {
                  held.renew();
                  held.verify();
                })
            .isInstanceOf(StateFencedException.class);
      }
      // What was lost must not open the lock of who has it now.
      held.close();
      assertThatThrownBy(() -> take(first, 3)).isInstanceOf(StateLockedException.class);
    }
  }

  @Test
  void forcingALockThatNobodyHoldsSaysSo() {
    assumeThat(is(Trait.FORCES)).isTrue();
    assertThatThrownBy(() -> client().lease().force(DEFAULT, id(1)))
        .isInstanceOf(StateException.class);
  }

  /** A name of a workspace that is as odd as the backend takes them. */
  protected String oddName() {
    return "a~b'c;d";
  }

  @Test
  void workspacesAreApart() {
    assumeThat(is(Trait.WORKSPACES)).isTrue();
    Client client = client();
    client.snapshots().write(DEFAULT, write(1, Optional.empty()));
    client.snapshots().write("blue", write(2, Optional.empty()));
    client.snapshots().write(oddName(), write(3, Optional.empty()));
    assertThat(client().snapshots().workspaces()).containsExactlyInAnyOrder(oddName(), "blue");
    assertThat(client.snapshots().read("blue").map(Snapshot::content).orElseThrow())
        .isEqualTo(state(2));
    assertThat(client.snapshots().location("blue"))
        .isNotEqualTo(client.snapshots().location(DEFAULT));
    try (Lease.Held _ = client.lease().acquire("blue", holder(id(1)), Duration.ZERO)) {
      take(client, 2).close();
    }
    client.snapshots().delete("blue");
    assertThat(client.snapshots().workspaces()).containsExactly(oddName());
    assertThat(client.snapshots().read(DEFAULT)).isPresent();
  }
}
