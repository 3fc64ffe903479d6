package dev.ingot.state.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.Environments;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.kit.FaultyProxy.Fault;
import dev.ingot.state.session.Lease;
import dev.ingot.state.session.SessionStateStore;
import dev.ingot.state.session.Snapshot;
import dev.ingot.storage.FileStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds, too, for every backend behind a network. */
@Timeout(120)
public abstract class NetworkBackendKit extends BackendKit {
  @TempDir Path folder = Path.of("");

  /** For subclasses. */
  protected NetworkBackendKit() {}

  /** What stands between the clients and the server. */
  protected abstract FaultyProxy proxy();

  /** Frees what clients hold that can't do it themselves. */
  protected abstract void freeLocks();

  /** Somebody who ignores locks writes a state of serial 7. */
  protected void overwrite(String version) {
    client().snapshots().write(DEFAULT, write(7, Optional.of(version)));
  }

  private StateStore store() {
    Client client = client();
    return new SessionStateStore(
            DEFAULT,
            client.snapshots(),
            client.snapshots(),
            client.lease(),
            folder.resolve("state.journal"),
            new FileStorage(),
            Environments.fixed())
        .leaving(Optional.of(folder.resolve("errored.tfstate")));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aReadingThatFailsSaysSoAndIsNeverAnEmptyState(Fault fault) {
    client().snapshots().write(DEFAULT, write(1, Optional.empty()));
    proxy().fault(fault);
    StateStore store = store();
    assertThatThrownBy(store::read)
        .isInstanceOf(StateException.class)
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aWriteThatFailsLeavesOneStateOrTheOther(Fault fault) {
    Client client = client();
    String version = client.snapshots().write(DEFAULT, write(1, Optional.empty()));
    proxy().fault(fault);
    assertThatThrownBy(() -> client.snapshots().write(DEFAULT, write(2, Optional.of(version))))
        .isInstanceOf(StateException.class);
    proxy().fault(Fault.NONE);
    byte[] after = client().snapshots().read(DEFAULT).map(Snapshot::content).orElseThrow();
    assertThat(after).isIn(state(1), state(2));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aLockThatCannotBeAskedForIsNotHeld(Fault fault) {
    Client client = client();
    proxy().fault(fault);
    assertThatThrownBy(() -> client.lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO))
        .isInstanceOf(StateException.class);
    proxy().fault(Fault.NONE);
    freeLocks();
    client().lease().acquire(DEFAULT, holder(id(2)), Duration.ZERO).close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void whatWasReportedSurvivesALostStore(Fault fault) throws Exception {
    try (StateSession session = store().open(LockRequest.of("OperationTypeApply"))) {
      session.apply(java.util.List.of(Samples.put(Samples.address("a", 0), "first")));
      session.commit();
    }
    StateSession session = store().open(LockRequest.of("OperationTypeApply"));
    session.apply(java.util.List.of(Samples.put(Samples.address("a", 1), "second")));
    proxy().fault(fault);
    assertThatThrownBy(session::close)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("state.journal")
        .hasMessageContaining("errored.tfstate");
    assertThat(Files.getPosixFilePermissions(folder.resolve("errored.tfstate")).toString())
        .contains("OWNER_READ")
        .doesNotContain("GROUP", "OTHERS");
    proxy().fault(Fault.NONE);
    freeLocks();
    store().open(LockRequest.of("OperationTypeApply")).close();
    assertThat(store().read().state().instances())
        .containsExactlyInAnyOrder(Samples.address("a", 0), Samples.address("a", 1));
    assertThat(Files.exists(folder.resolve("state.journal"))).isFalse();
  }

  @Test
  void aWriterNeverReplacesWhatItHasNotSeen() {
    Client first = client();
    String version = first.snapshots().write(DEFAULT, write(1, Optional.empty()));
    StateSession session = store().open(LockRequest.of("OperationTypeApply"));
    session.apply(java.util.List.of(Samples.put(Samples.address("a", 1), "mine")));
    overwrite(version);
    assertThatThrownBy(session::close).isInstanceOf(StateException.class);
    assertThat(client().snapshots().read(DEFAULT).map(Snapshot::content).orElseThrow())
        .isEqualTo(state(7));
  }

  @Test
  void aLeaseThatIsReleasedWhileTheStoreIsAwayNeverFails() {
    Lease.Held held = client().lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO);
    proxy().fault(Fault.REFUSED);
    held.close();
    proxy().fault(Fault.NONE);
  }
}
