package dev.ingot.state.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.state.Environments;
import dev.ingot.state.JournalDamagedException;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.lock.FakeLocks;
import dev.ingot.storage.CrashingStorage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What damages a journal, and what it gives:
 *
 * <pre>
 *   a flipped bit, anywhere                        stops
 *   zeros, anywhere                                stops
 *   records in another order, or twice             stops
 *   the journal of another state, or an older one
 *   that continues an older snapshot               stops
 *   empty, or only its first bytes                 stops
 *   of an earlier version of this program          stops, and says what to do
 *   missing                                        stops: the snapshot says that there is one
 *   cut behind its first record                    as after a crash: what is before the cut is
 *                                                  taken up
 * </pre>
 *
 * <p>Where it stops, nothing is changed and a copy is kept; told to go on, it takes up every record
 * that is intact.
 */
final class JournalDamageTest {
  private static final Path FILE = Path.of("/deployment/terraform.tfstate");
  private static final Path JOURNAL = Path.of("/deployment/terraform.tfstate.journal");
  private static final LockRequest APPLY = LockRequest.of("OperationTypeApply");
  private static final int OBJECTS = 4;

  private final CrashingStorage whole =
      killedAfter("j", CrashingStorage.lasting(new SplittableRandom(5)));
  private final byte[] journal = whole.read(JOURNAL).orElseThrow();

  private static LocalStateStore store(CrashingStorage storage) {
    return new LocalStateStore(StatePaths.of(FILE), storage, new FakeLocks(), Environments.fixed());
  }

  private static CrashingStorage killedAfter(String name, CrashingStorage storage) {
    try (StateSession session = store(storage).open(APPLY)) {
      session.apply(List.of(Samples.put(Samples.address("before", 0), "before-" + name)));
    }
    StateSession dying = store(storage).open(APPLY);
    for (int i = 0; i < OBJECTS; i++) {
      dying.finish(
          dying.begin(Samples.creation(Samples.address(name, i), name + i)),
          List.of(Samples.put(Samples.address(name, i), name + i)));
    }
    return storage.afterCrash();
  }

  private CrashingStorage with(byte[] content) {
    CrashingStorage storage = whole.dyingAt(Long.MAX_VALUE);
    storage.put(JOURNAL, content);
    return storage;
  }

  private void stops(byte[] content, String what) {
    CrashingStorage storage = with(content);
    byte[] snapshot = storage.read(FILE).orElseThrow();
    try {
      store(storage).open(APPLY);
      throw new AssertionError(what + " didn't stop");
    } catch (JournalDamagedException e) {
      assertThat(storage.read(e.copy().orElseThrow())).as(what).contains(content);
    }
    assertThat(storage.read(FILE)).as(what).contains(snapshot);
    assertThat(storage.read(JOURNAL)).as(what).contains(content);
  }

  private static long objectsAfterRepair(CrashingStorage storage) {
    store(storage).open(APPLY.repairing()).close();
    // An object whose outcome is lost is still known to have been begun.
    assertThat(storage.files().contains(JOURNAL))
        .isEqualTo(!store(storage).read().unresolved().isEmpty());
    return store(storage).read().state().instances().count();
  }

  /** Where records begin, and the end. */
  private List<Integer> boundaries() {
    List<Integer> found = new java.util.ArrayList<>();
    int at = 8;
    while (at < journal.length) {
      found.add(at);
      at += 20 + java.nio.ByteBuffer.wrap(journal).getInt(at);
    }
    found.add(at);
    return found;
  }

  @Test
  void withoutDamageEverythingIsTakenUp() {
    CrashingStorage storage = with(journal);
    store(storage).open(APPLY).close();
    assertThat(store(storage).read().state().instances().count()).isEqualTo(1 + OBJECTS);
  }

  @Test
  void everyFlippedBitStops() {
    for (int offset = 0; offset < journal.length; offset++) {
      byte[] damaged = journal.clone();
      damaged[offset] ^= (byte) (1 << offset % 8);
      stops(damaged, "bit " + offset % 8 + " of byte " + offset);
    }
  }

  @Test
  void theJournalOfAnEarlierVersionStops() {
    byte[] earlier = journal.clone();
    earlier[6] = '1';
    stops(earlier, "a journal of the first form");
    try {
      store(with(earlier)).open(APPLY);
      throw new AssertionError("a journal of the first form didn't stop");
    } catch (JournalDamagedException e) {
      assertThat(e)
          .hasMessageContaining("was written by an earlier version of Ingot")
          .hasMessageContaining("with that version")
          .hasMessageNotContaining("is damaged");
    }
    assertThat(store(with(earlier)).read().notices())
        .anySatisfy(notice -> assertThat(notice.detail()).contains("earlier version"));
  }

  @Test
  void zerosStop() {
    for (int from = 0; from < journal.length; from += 7) {
      for (int length : new int[] {1, 20, 64, journal.length}) {
        byte[] damaged = journal.clone();
        Arrays.fill(damaged, from, Math.min(journal.length, from + length), (byte) 0);
        if (!Arrays.equals(damaged, journal)) {
          stops(damaged, length + " zeros from byte " + from);
        }
      }
    }
  }

  @Test
  void recordsInAnotherOrderStop() {
    List<Integer> at = boundaries();
    for (int i = 0; i + 2 < at.size(); i++) {
      byte[] swapped = journal.clone();
      int first = at.get(i + 1) - at.get(i);
      int second = at.get(i + 2) - at.get(i + 1);
      System.arraycopy(journal, at.get(i + 1), swapped, at.get(i), second);
      System.arraycopy(journal, at.get(i), swapped, at.get(i) + second, first);
      stops(swapped, "records " + i + " and " + (i + 1) + " swapped");
    }
    byte[] twice = Arrays.copyOf(journal, journal.length + at.getLast() - at.get(at.size() - 2));
    System.arraycopy(
        journal, at.get(at.size() - 2), twice, journal.length, twice.length - journal.length);
    stops(twice, "the last record twice");
  }

  @Test
  void theJournalOfAnotherStateStops() {
    CrashingStorage other = killedAfter("k", CrashingStorage.lasting(new SplittableRandom(6)));
    stops(other.read(JOURNAL).orElseThrow(), "another state's journal");
  }

  @Test
  void aJournalOfAnOlderSnapshotStops() {
    CrashingStorage later = killedAfter("later", with(journal).afterCrash());
    later.put(JOURNAL, journal);
    try {
      store(later).open(APPLY);
      throw new AssertionError("an older journal didn't stop");
    } catch (JournalDamagedException e) {
      assertThat(e).hasMessageContaining("journal");
    }
  }

  @Test
  void aMissingJournalStops() {
    CrashingStorage storage = whole.dyingAt(Long.MAX_VALUE);
    storage.delete(JOURNAL);
    try {
      store(storage).open(APPLY);
      throw new AssertionError("a missing journal didn't stop");
    } catch (JournalDamagedException e) {
      assertThat(e).hasMessageContaining("that file does not exist");
    }
    assertThat(objectsAfterRepair(storage)).isEqualTo(1);
    store(storage).open(APPLY).close();
  }

  @Test
  void aCutIsACrash() {
    List<Integer> at = boundaries();
    int head = at.get(1);
    for (int length = 0; length < journal.length; length++) {
      byte[] cut = Arrays.copyOf(journal, length);
      if (length < head) {
        stops(cut, "cut to " + length + " bytes");
      } else {
        CrashingStorage storage = with(cut);
        StateSession session = store(storage).open(APPLY);
        int end = length;
        long records = at.stream().filter(boundary -> boundary <= end).count() - 2;
        // Each object is an intent and an outcome.
        assertThat(session.state().snapshot().instances().count()).isEqualTo(1 + records / 2);
        assertThat(session.unresolved()).hasSize((int) (records % 2));
      }
    }
  }

  @Test
  void toldToGoOnAllThatIsIntactIsTakenUp() {
    List<Integer> at = boundaries();
    for (int i = 1; i + 1 < at.size(); i++) {
      byte[] damaged = journal.clone();
      damaged[at.get(i) + 30] ^= 1;
      long left = objectsAfterRepair(with(damaged));
      assertThat(left).isBetween((long) OBJECTS, 1L + OBJECTS);
    }
  }
}
