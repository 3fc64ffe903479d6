package dev.ingot.state.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.Environments;
import dev.ingot.state.InstanceState;
import dev.ingot.state.JournalDamagedException;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Notice;
import dev.ingot.state.Samples;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateReading;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.format.StateFile;
import dev.ingot.state.kit.StateStoreKit;
import dev.ingot.state.lock.FakeLocks;
import dev.ingot.storage.CrashingStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LocalStateStoreTest extends StateStoreKit {
  private static final Path FILE = Path.of("/deployment/terraform.tfstate");
  private static final Path JOURNAL = Path.of("/deployment/terraform.tfstate.journal");
  private static final Path BACKUP = Path.of("/deployment/terraform.tfstate.backup");
  private static final LockRequest APPLY = LockRequest.of("OperationTypeApply");

  private CrashingStorage storage = CrashingStorage.lasting(new SplittableRandom(5));
  private final FakeLocks locks = new FakeLocks();

  @Override
  protected StateStore store() {
    return new LocalStateStore(StatePaths.of(FILE), storage, locks, Environments.fixed());
  }

  @Override
  protected void kill(StateSession session) {
    locks.holderDied(FILE);
    storage = storage.afterCrash();
  }

  private void write(String name, int count) {
    try (StateSession session = store().open(APPLY)) {
      for (int i = 0; i < count; i++) {
        session.apply(List.of(Samples.put(Samples.address(name, i), name + i)));
      }
    }
  }

  private byte[] content(Path file) {
    return storage.read(file).orElseThrow();
  }

  @Test
  void theSnapshotBeforeIsTheBackup() {
    write("a", 1);
    byte[] first = content(FILE);
    assertThat(storage.files()).containsExactly(FILE);
    write("b", 1);
    assertThat(content(BACKUP)).isEqualTo(first);
    assertThat(content(FILE)).isNotEqualTo(first);
    assertThat(storage.files()).containsExactlyInAnyOrder(FILE, BACKUP);
  }

  @Test
  void anEmptySnapshotIsRestoredFromItsBackup() {
    write("a", 2);
    write("b", 1);
    storage.put(FILE, new byte[0]);
    StateReading reading = store().read();
    assertThat(reading.state().instances().count()).isEqualTo(2);
    assertThat(reading.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.DAMAGED);
  }

  @Test
  void aTornSnapshotOffersItsBackup() {
    write("a", 2);
    write("b", 1);
    byte[] whole = content(FILE);
    storage.put(FILE, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> store().read())
        .isInstanceOfSatisfying(
            StateFormatException.class,
            torn ->
                assertThat(torn.problems().getLast().detail())
                    .contains("backup", "serial 1", "2 resource instances"));
    assertThatThrownBy(() -> store().open(APPLY)).isInstanceOf(StateFormatException.class);
  }

  private StateSession leavingAJournal(int count) {
    StateSession session = store().open(APPLY);
    for (int i = 0; i < count; i++) {
      session.finish(
          session.begin(Samples.creation(Samples.address("j", i), "j" + i)),
          List.of(Samples.put(Samples.address("j", i), "j" + i)));
    }
    return session;
  }

  @Test
  void aFlippedBitInAJournalStopsUntilTheUserSaysToGoOn() {
    kill(leavingAJournal(6));
    byte[] journal = content(JOURNAL);
    storage.flip(JOURNAL, journal.length / 2);
    StateReading reading = store().read();
    assertThat(reading.notices()).extracting(Notice::kind).contains(Notice.Kind.DAMAGED);
    long found = reading.state().instances().count();
    assertThat(found + reading.unresolved().size()).isBetween(5L, 6L);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> store().open(APPLY))
          .isInstanceOf(JournalDamagedException.class)
          .hasMessageContaining("at 1 place cannot be read")
          .hasMessageContaining("ingot state repair");
      locks.holderDied(FILE);
    }
    assertThat(content(JOURNAL)).hasSize(journal.length);
    store().open(APPLY.repairing()).close();
    assertThat(store().read().state().instances().count()).isEqualTo(found);
    assertThat(storage.files())
        .filteredOn(file -> file.getFileName().toString().contains(".journal.damaged-"))
        .hasSize(1);
    store().open(APPLY).close();
  }

  @Test
  void everyFlippedBitIsNoticedOrHarmless() {
    kill(leavingAJournal(3));
    byte[] journal = content(JOURNAL);
    for (int offset = 8; offset < journal.length; offset++) {
      storage.put(JOURNAL, journal);
      storage.flip(JOURNAL, offset);
      StateReading reading = store().read();
      boolean complete = reading.state().instances().count() == 3;
      boolean said = !reading.notices().isEmpty() || !reading.unresolved().isEmpty();
      assertThat(complete || said).as("a flipped bit at byte %d", offset).isTrue();
    }
  }

  @Test
  void aJournalOfAnotherStateIsSetAsideAndNamed() {
    write("a", 1);
    kill(leavingAJournal(2));
    State other =
        StateFile.read(content(FILE), "Ingot").as(9, "00000000-0000-0000-0000-0000000000aa");
    storage.put(FILE, StateFile.write(other));
    assertThatThrownBy(() -> store().open(APPLY))
        .isInstanceOf(JournalDamagedException.class)
        .hasMessageContaining("serial 9")
        .hasMessageContaining("terraform_data.j[0] (id j0)");
    try (StateSession session = store().open(APPLY.repairing())) {
      assertThat(session.notices())
          .singleElement()
          .satisfies(
              notice ->
                  assertThat(notice.detail())
                      .contains("serial 9", "terraform_data.j[0] (id j0)", "terraform_data.j[1]"));
      assertThat(session.state().current(Samples.address("j", 0))).isEmpty();
    }
    assertThat(storage.files()).doesNotContain(JOURNAL);
    assertThat(storage.files())
        .anyMatch(
            file -> file.getFileName().toString().startsWith("terraform.tfstate.journal.2026"));
  }

  @Test
  void aStateChangedByAnotherProgramIsNotOverwritten() {
    write("a", 1);
    StateSession session = store().open(APPLY);
    session.apply(List.of(Samples.put(Samples.address("b", 0), "b0")));
    storage.put(FILE, "{\"version\":4}".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(session::close)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("changed by another program");
    assertThat(new String(content(FILE), StandardCharsets.UTF_8)).isEqualTo("{\"version\":4}");
  }

  @Test
  void aHolderWhoseLockWasForcedOpenWritesNothingMore() {
    write("a", 1);
    byte[] before = content(FILE);
    StateSession session = store().open(APPLY);
    store().forceUnlock(session.lock().orElseThrow().id());
    assertThatThrownBy(() -> session.begin(Samples.creation(Samples.address("b", 0), "b0")))
        .isInstanceOf(StateFencedException.class);
    session.close();
    assertThat(content(FILE)).isEqualTo(before);
  }

  @Test
  void onAFullDiskNothingMoreIsBegunAndTheJournalIsIntact() {
    storage = storage.fullAfter(3_000);
    StateSession session = store().open(APPLY);
    int finished = 0;
    try {
      for (int i = 0; i < 100; i++) {
        session.finish(
            session.begin(Samples.creation(Samples.address("a", i), "a" + i)),
            List.of(Samples.put(Samples.address("a", i), "a" + i)));
        finished++;
      }
    } catch (StateException e) {
      assertThat(e).hasMessageContaining("No space left on device");
    }
    assertThat(finished).isBetween(1, 99);
    int survivors = finished;
    assertThatThrownBy(() -> session.begin(Samples.creation(Samples.address("z", 0), "z0")))
        .isInstanceOf(StateException.class);
    assertThatThrownBy(session::close).hasMessageContaining("No space left on device");
    StateReading reading = store().read();
    for (int i = 0; i < survivors; i++) {
      assertThat(
              reading
                  .state()
                  .instance(Samples.address("a", i))
                  .flatMap(InstanceState::current)
                  .map(Samples::id))
          .contains("a" + i);
    }
  }

  @Test
  void writingCostsAtMostEightTimesTheFinalState() {
    StateSession session = leavingAJournal(200);
    session.close();
    assertThat(storage.written()).isLessThan(8L * content(FILE).length);
  }
}
