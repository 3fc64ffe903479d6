package dev.ingot.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.storage.Damage;
import dev.ingot.storage.SmallDisk;
import dev.ingot.storage.sql.Database;
import dev.ingot.storage.sql.DatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that were appended without the database, and what damages them:
 *
 * <pre>
 *   tail: a flipped bit, zeros, a cut        verify finds it and nothing more is appended, or no
 *                                            record is read differently
 *   tail: an older copy, none                verify finds it, and nothing more is appended
 *   tail: that of before the last crash      nothing is read differently
 *   ledger.db: an older copy                 the next append finds it
 *   all of them: a copy put back             all is as it was when it was copied
 * </pre>
 */
class TailTest {
  private final Path folder;
  private final Path file;
  private final Path head;
  private final Path elsewhere;
  private final Path tail;

  TailTest(@TempDir Path folder) {
    this.folder = folder.resolve("home");
    this.file = this.folder.resolve("ledger.db");
    this.head = this.folder.resolve("ledger.db.head");
    this.elsewhere = this.folder.resolve("registry/ledger.head");
    this.tail = this.folder.resolve("ledger.db.tail");
  }

  private Ledger open() {
    return Ledger.open(file, elsewhere, new TestClock());
  }

  private static Entry entry(int number) {
    return new Entry("ada@forge", "apply.started", "/srv/" + number + "\n\"ü\"");
  }

  private LedgerRecord append(int number) {
    return Ledger.append(file, elsewhere, new TestClock(), entry(number));
  }

  /** Records in the database, then some beside it. */
  private void fill(int inDatabase, int inTail) {
    try (Ledger ledger = open()) {
      for (int number = 0; number < inDatabase; number++) {
        ledger.append(entry(number));
      }
    }
    for (int number = 0; number < inTail; number++) {
      append(inDatabase + number);
    }
  }

  private List<String> subjects() {
    try (Ledger ledger = open()) {
      assertThat(ledger.doubt(List.of())).isEmpty();
      List<LedgerRecord> records = ledger.records(Query.newest(1_000));
      assertThat(ledger.verify())
          .isEqualTo(new Verification.Intact(ledger.head()))
          .extracting(verified -> ((Verification.Intact) verified).head().count())
          .isEqualTo((long) records.size());
      return records.reversed().stream().map(LedgerRecord::subject).toList();
    }
  }

  private static List<String> numbered(int count) {
    return Stream.iterate(0, number -> number + 1)
        .limit(count)
        .map(number -> entry(number).subject())
        .toList();
  }

  private Map<Path, byte[]> copy() throws IOException {
    Map<Path, byte[]> copy = new TreeMap<>();
    for (Path path : List.of(file, head, elsewhere, tail)) {
      copy.put(path, Files.readAllBytes(path));
    }
    return copy;
  }

  private void put(Map<Path, byte[]> files) throws IOException {
    for (String suffix : List.of("-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve("ledger.db" + suffix));
    }
    for (Map.Entry<Path, byte[]> each : files.entrySet()) {
      // The same file with the same time, as an attacker would leave it.
      var time = Files.getLastModifiedTime(each.getKey());
      Files.write(each.getKey(), each.getValue());
      Files.setLastModifiedTime(each.getKey(), time);
    }
  }

  @Test
  void anAppendLeavesTheDatabaseAloneAndIsReadLikeAnyOther() throws IOException {
    fill(2, 0);
    byte[] database = Files.readAllBytes(file);
    LedgerRecord appended = append(2);
    assertThat(appended.sequence()).isEqualTo(3);
    assertThat(Files.readAllBytes(file)).isEqualTo(database);
    assertThat(Files.readAllLines(tail)).hasSize(2);
    try (Ledger ledger = open()) {
      assertThat(ledger.records(Query.newest(1))).containsExactly(appended);
      assertThat(ledger.newest(appended.subject(), List.of("apply.started"))).contains(appended);
    }
    assertThat(subjects()).isEqualTo(numbered(3));
    assertThat(append(3).previousHash()).isEqualTo(appended.hash());
    try (Ledger ledger = open()) {
      ledger.append(entry(4));
    }
    assertThat(subjects()).isEqualTo(numbered(5));
  }

  @Test
  void theFirstAppendCreatesTheLedgerAndManyAreMovedIntoTheDatabase() throws IOException {
    int most = 0;
    for (int number = 0; number < 3 * Tail.MOST_RECORDS; number++) {
      append(number);
      most = Math.max(most, Files.readAllLines(tail).size() - 1);
    }
    assertThat(most).isEqualTo(Tail.MOST_RECORDS);
    assertThat(subjects()).isEqualTo(numbered(3 * Tail.MOST_RECORDS));
  }

  @Test
  void whileTheDatabaseIsOpenAppendsGoThere() {
    fill(1, 0);
    try (Ledger ledger = open()) {
      ledger.append(entry(1));
      append(2);
      ledger.append(entry(3));
      append(4);
      assertThat(ledger.records(Query.newest(9))).hasSize(5);
    }
    append(5);
    assertThat(subjects()).isEqualTo(numbered(6));
  }

  @Test
  void closingTwiceDoesNothingMore() throws IOException {
    Ledger ledger = open();
    ledger.append(entry(0));
    ledger.close();
    append(1);
    ledger.close();
    assertThat(Files.readAllLines(tail)).hasSize(2);
    assertThat(subjects()).isEqualTo(numbered(2));
  }

  @Test
  void aProgramThatKnowsNoTailIsRefused() {
    fill(1, 1);
    assertThatThrownBy(() -> Database.open(file, Schema.MIGRATIONS.subList(0, 1)))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("use the newer Ingot that wrote it");
  }

  @Test
  void aCrashBetweenARecordAndItsCheckpointsLosesNothing() throws IOException {
    fill(2, 1);
    Map<Path, byte[]> before = copy();
    append(3);
    put(Map.of(head, before.get(head), elsewhere, before.get(elsewhere)));
    append(4);
    assertThat(subjects()).isEqualTo(numbered(5));
  }

  @Test
  void aCrashWithinARecordLeavesTheOnesBefore() throws IOException {
    fill(2, 1);
    byte[] whole = Files.readAllBytes(tail);
    Map<Path, byte[]> before = copy();
    append(3);
    byte[] longer = Files.readAllBytes(tail);
    for (int length = whole.length; length < longer.length; length += 7) {
      put(before);
      put(Map.of(tail, Arrays.copyOf(longer, length)));
      assertThat(append(9).sequence()).as("cut to %d", length).isEqualTo(4);
      assertThat(subjects()).hasSize(4).startsWith(numbered(3).toArray(String[]::new));
    }
  }

  @Test
  void aCrashAfterTheRecordsWereMovedMovesThemNoSecondTime() throws IOException {
    fill(2, 2);
    byte[] pending = Files.readAllBytes(tail);
    try (Ledger ledger = open()) {
      ledger.append(entry(4));
    }
    put(Map.of(tail, pending));
    append(5);
    assertThat(subjects()).isEqualTo(numbered(6));
  }

  @Test
  void noDamageOfTheTailGoesUnnoticed() throws IOException {
    fill(2, 3);
    Map<Path, byte[]> whole = copy();
    for (Damage damage : Damage.all(whole.getOrDefault(tail, new byte[0]))) {
      put(whole);
      put(Map.of(tail, damage.content()));
      requireNoticed(damage.what(), numbered(5));
    }
  }

  @Test
  void anOlderTailOrNoneOrAnOlderDatabaseIsNoticed() throws IOException {
    fill(2, 1);
    Map<Path, byte[]> older = copy();
    append(3);
    Map<Path, byte[]> whole = copy();
    put(Map.of(tail, older.get(tail)));
    assertThat(isNoticed()).as("an older tail").isTrue();
    put(whole);
    Files.delete(tail);
    assertThat(isNoticed()).as("no tail").isTrue();
    assertThatThrownBy(() -> append(4)).hasMessageContaining("the last 2 were removed");
    Files.createFile(tail);
    put(whole);
    // Another file of that name, which the checkpoints may not contradict.
    try (Ledger ledger = open()) {
      ledger.append(entry(4));
    }
    append(5);
    Files.write(file, older.get(file));
    assertThatThrownBy(() -> append(6))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("an older one");
    assertThat(isNoticed()).as("an older database").isTrue();
  }

  private boolean isNoticed() {
    try (Ledger ledger = open()) {
      return ledger.verify() instanceof Verification.Broken;
    }
  }

  /** Whether nothing is appended and verify finds it, or nothing is read differently. */
  private void requireNoticed(String what, List<String> subjects) {
    try (Ledger ledger = open()) {
      List<String> read =
          ledger.records(Query.newest(100)).reversed().stream().map(LedgerRecord::subject).toList();
      if (ledger.verify() instanceof Verification.Broken broken) {
        assertThat(broken.message()).as(what).isNotBlank().doesNotContain("Exception");
        assertThat(subjects).as(what).startsWith(read.toArray(String[]::new));
        assertThat(ledger.doubt(List.of())).as(what).isPresent();
        assertThatThrownBy(() -> append(9)).as(what).isInstanceOf(LedgerException.class);
      } else {
        assertThat(read).as(what).isEqualTo(subjects);
      }
    }
  }

  @Test
  void aWholeCopyPutBackIsUsedAsItIs() throws IOException {
    fill(2, 2);
    Map<Path, byte[]> copy = copy();
    append(4);
    for (Map.Entry<Path, byte[]> each : copy.entrySet()) {
      Files.delete(each.getKey());
      Files.write(each.getKey(), each.getValue());
    }
    append(4);
    assertThat(subjects()).isEqualTo(numbered(5));
  }

  @Test
  void whatCanOnlyBeReadIsReadWithItsTail() throws Exception {
    try (SmallDisk disk = SmallDisk.in(folder.resolve("disk"), 2_000)) {
      Path there = disk.folder().resolve("ledger.db");
      Path second = disk.folder().resolve("second.head");
      for (int number = 0; number < 3; number++) {
        Ledger.append(there, second, new TestClock(), entry(number));
      }
      disk.makeReadOnly();
      try (Ledger ledger = Ledger.open(there, second, new TestClock())) {
        assertThat(ledger.records(Query.newest(5))).hasSize(3);
        assertThat(ledger.newest(entry(2).subject(), List.of("apply.started"))).isPresent();
        assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
        assertThat(ledger.records(Query.newest(5))).hasSize(3);
      }
      assertThatThrownBy(() -> Ledger.append(there, second, new TestClock(), entry(3)))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("can't be opened for writing");
    }
  }

  @Test
  void aFullDiskOfAnySizeIsSaidAndNothingIsTorn() throws Exception {
    for (int kilobytes = 88; kilobytes <= 180; kilobytes += 4) {
      try (SmallDisk disk = SmallDisk.in(folder.resolve("disk"), kilobytes)) {
        Path there = disk.folder().resolve("ledger.db");
        Path second = disk.folder().resolve("second.head");
        int appended = 0;
        try {
          for (; appended < 150; appended++) {
            Ledger.append(there, second, new TestClock(), entry(appended));
          }
        } catch (LedgerException e) {
          assertThat(e.getMessage()).isNotBlank().doesNotContain("Exception");
        }
        try (Ledger ledger = Ledger.open(there, second, new TestClock())) {
          assertThat(ledger.records(Query.newest(1_000)).size())
              .as("%d KB", kilobytes)
              .isBetween(appended, appended + 2);
          assertThat(ledger.verify())
              .as("%d KB", kilobytes)
              .isInstanceOf(Verification.Intact.class);
        } catch (LedgerException e) {
          assertThat(appended).as("%d KB: %s", kilobytes, e.getMessage()).isZero();
        }
      }
    }
  }
}
