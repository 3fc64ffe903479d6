package dev.ingot.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.ledger.Verification.Broken;
import dev.ingot.ledger.Verification.Fault;
import dev.ingot.ledger.Verification.Intact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("a ? b%20c").resolve("ledger.db");
  }

  private Path checkpoint() {
    return file().resolveSibling("ledger.db.head");
  }

  private Ledger open() {
    return Ledger.open(file(), new TestClock());
  }

  private static Entry entry(int number) {
    return new Entry(
        "ada@forge",
        number % 2 == 0 ? "image.baked" : "channel.assigned",
        "web" + number % 3,
        Payload.builder().number("number", number).build());
  }

  private Path filled(int count) {
    try (Ledger ledger = open()) {
      for (int number = 1; number <= count; number++) {
        ledger.append(entry(number));
      }
    }
    return file();
  }

  private Verification verify() {
    try (Ledger ledger = open()) {
      return ledger.verify();
    }
  }

  private void assertBroken(long sequence, Fault fault) {
    assertThat(verify())
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> {
              assertThat(broken.fault()).isEqualTo(fault);
              assertThat(broken.sequence()).isEqualTo(sequence);
              assertThat(broken.message()).isNotBlank();
            });
  }

  @Test
  void aNewLedgerIsIntactAndEmpty() {
    assertThat(verify()).isEqualTo(new Intact(new Head(0, "0".repeat(64))));
  }

  @Test
  void recordsAreChainedAndReadNewestFirst() {
    filled(7);
    try (Ledger ledger = open()) {
      List<LedgerRecord> all = ledger.records(Query.newest(100));
      assertThat(all)
          .extracting(LedgerRecord::sequence)
          .containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
      assertThat(all.getFirst().previousHash()).isEqualTo(all.get(1).hash());
      assertThat(all.getFirst().payload()).isEqualTo("{\"number\":7}");
      assertThat(ledger.records(Query.newest(2).before(4)))
          .extracting(LedgerRecord::sequence)
          .containsExactly(3L, 2L);
      assertThat(ledger.records(Query.newest(9).ofKind("image.baked").ofSubject("web0")))
          .extracting(LedgerRecord::sequence)
          .containsExactly(6L);
      assertThat(ledger.verify()).isEqualTo(new Intact(new Head(7, all.getFirst().hash())));
    }
  }

  @Test
  void severalEntriesAreAppendedAllOrNone() {
    try (Ledger ledger = open()) {
      assertThat(ledger.append(List.of(entry(1), entry(2)))).hasSize(2);
      assertThat(ledger.head().count()).isEqualTo(2);
    }
    assertThat(verify()).isInstanceOf(Intact.class);
  }

  @Test
  void aRemovedRecordIsNamed() throws SQLException {
    Sqlite.run(filled(5), "DELETE FROM records WHERE sequence = 3");
    assertBroken(3, Fault.REMOVED);
  }

  @Test
  void aRenumberedGapIsStillFound() throws SQLException {
    Sqlite.run(
        filled(5),
        "DELETE FROM records WHERE sequence = 3",
        "UPDATE records SET sequence = 3 WHERE sequence = 4",
        "UPDATE records SET sequence = 4 WHERE sequence = 5");
    assertBroken(3, Fault.EDITED);
  }

  @Test
  void missingRecordsAtTheEndAreFoundByTheCheckpoint() throws SQLException {
    Sqlite.run(filled(5), "DELETE FROM records WHERE sequence > 3");
    assertBroken(4, Fault.TRUNCATED);
  }

  @Test
  void aRecordBeforeTheFirstIsFound() throws SQLException {
    Sqlite.run(
        filled(2),
        "INSERT INTO records SELECT -4, time, actor, kind, subject, payload, previous_hash, hash"
            + " FROM records WHERE sequence = 1");
    assertBroken(-4, Fault.INSERTED);
  }

  @Test
  void aRecomputedChainIsFoundByTheCheckpoint() throws SQLException {
    filled(1);
    String hash =
        Chain.hash(Head.EMPTY.hash(), 1, "2030-01-01T00:00:00Z", "eve@x", "image.baked", "", "{}");
    Sqlite.run(
        file(),
        "UPDATE records SET time = '2030-01-01T00:00:00Z', actor = 'eve@x', kind = 'image.baked',"
            + " subject = '', payload = '{}', hash = '"
            + hash
            + "'");
    assertBroken(1, Fault.REWRITTEN);
  }

  @Test
  void aHeadNotedElsewhereFindsARewritingOfEverything() throws SQLException, IOException {
    filled(3);
    Head noted;
    try (Ledger ledger = open()) {
      noted = ledger.head();
    }
    Files.delete(file());
    Files.delete(checkpoint());
    filled(2);
    try (Ledger ledger = open()) {
      assertThat(ledger.verify()).isInstanceOf(Intact.class);
      assertThat(ledger.verify(List.of(noted)))
          .isInstanceOfSatisfying(
              Broken.class, broken -> assertThat(broken.fault()).isEqualTo(Fault.TRUNCATED));
    }
  }

  @Test
  void aCheckpointElsewhereKnowsOfALedgerThatIsGone() throws IOException {
    Path elsewhere = folder.resolve("registry/ledger.head");
    try (Ledger ledger = Ledger.open(file(), elsewhere, new TestClock())) {
      ledger.append(entry(1));
      ledger.append(List.of(entry(2), entry(3)));
      assertThat(ledger.verify()).isInstanceOf(Intact.class);
      assertThat(ledger.doubt(List.of(ledger.head()))).isEmpty();
    }
    Files.delete(file());
    Files.delete(checkpoint());
    try (Ledger ledger = Ledger.open(file(), elsewhere, new TestClock())) {
      assertThat(ledger.doubt(List.of()).orElseThrow())
          .contains("ends with record 0, but had 3 records");
      assertThat(ledger.verify())
          .isInstanceOfSatisfying(
              Broken.class, broken -> assertThat(broken.fault()).isEqualTo(Fault.TRUNCATED));
      assertThatThrownBy(() -> ledger.append(entry(4)))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("had 3 records")
          .hasMessageContaining("remove " + elsewhere);
      Files.delete(elsewhere);
      ledger.append(entry(4));
      assertThat(elsewhere).content().startsWith("1 ");
    }
  }

  @Test
  void aCheckpointElsewhereThatIsDamagedIsNamed() throws IOException {
    Path elsewhere = folder.resolve("registry/ledger.head");
    try (Ledger ledger = Ledger.open(file(), elsewhere, new TestClock())) {
      ledger.append(entry(1));
      Files.writeString(elsewhere, "1 abc\n");
      assertThat(ledger.verify()).isInstanceOf(Broken.class);
      assertThat(ledger.doubt(List.of()).orElseThrow()).contains(elsewhere.toString());
      assertThatThrownBy(() -> ledger.append(entry(2))).hasMessageContaining("remove " + elsewhere);
    }
  }

  @Test
  void theNewestRecordOfASubjectIsOnlyGivenAsItWasAppended() throws SQLException {
    filled(4);
    try (Ledger ledger = open()) {
      assertThat(ledger.newest("web1", List.of("image.baked", "channel.assigned")))
          .map(LedgerRecord::sequence)
          .contains(4L);
      assertThat(ledger.newest("web1", List.of("channel.assigned")))
          .map(LedgerRecord::sequence)
          .contains(1L);
      assertThat(ledger.newest("nobody", List.of("image.baked"))).isEmpty();
      Sqlite.run(file(), "UPDATE records SET payload = '{}' WHERE sequence = 4");
      assertThatThrownBy(() -> ledger.newest("web1", List.of("image.baked")))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("record 4")
          .hasMessageContaining("was edited");
    }
  }

  @Test
  void nothingIsAppendedAfterATruncation() throws SQLException {
    Sqlite.run(filled(5), "DELETE FROM records WHERE sequence > 3");
    try (Ledger ledger = open()) {
      assertThatThrownBy(() -> ledger.append(entry(9)))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("ends with record 3, but had 5")
          .hasMessageContaining("ledger.db.head");
      assertThat(ledger.head().count()).isEqualTo(3);
    }
  }

  @Test
  void goingOnWithoutACheckpointIsRecorded() throws IOException {
    filled(4);
    Files.delete(checkpoint());
    assertBroken(4, Fault.CHECKPOINT_DAMAGED);
    try (Ledger ledger = open()) {
      ledger.append(entry(5));
      assertThat(ledger.records(Query.newest(9).ofKind("ledger.checkpoint-rebuilt"))).hasSize(1);
      assertThat(ledger.verify()).isInstanceOf(Intact.class);
    }
  }

  @Test
  void aDamagedCheckpointIsReportedAndStopsAppends() throws IOException {
    filled(2);
    Files.writeString(checkpoint(), "2 abc");
    assertBroken(2, Fault.CHECKPOINT_DAMAGED);
    try (Ledger ledger = open()) {
      assertThatThrownBy(() -> ledger.append(entry(3))).isInstanceOf(LedgerException.class);
    }
  }

  @Test
  void aCheckpointLeftBehindByACrashIsRepairedByTheNextAppend() throws IOException {
    filled(3);
    String old = Files.readString(checkpoint());
    filled(2);
    Files.writeString(checkpoint(), old);
    assertThat(verify()).isInstanceOf(Intact.class);
    filled(1);
    assertThat(Files.readString(checkpoint())).startsWith("6 ");
    assertThat(verify()).isInstanceOf(Intact.class);
  }

  @Test
  void anEditBehindACheckpointStopsTheNextAppend() throws IOException, SQLException {
    filled(3);
    String old = Files.readString(checkpoint());
    filled(2);
    Files.writeString(checkpoint(), old);
    Sqlite.run(file(), "UPDATE records SET actor = 'eve@x' WHERE sequence = 4");
    try (Ledger ledger = open()) {
      assertThatThrownBy(() -> ledger.append(entry(6)))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("record 4 was edited");
    }
  }

  @Test
  void textsOfEveryKindSurvive() {
    String odd = "a\0b\n\"ü\uD83D\uDE00\uD800";
    try (Ledger ledger = open()) {
      ledger.append(new Entry(odd, "image.baked", odd, Payload.of(Map.of(odd, odd))));
      assertThat(ledger.verify()).isInstanceOf(Intact.class);
      assertThat(ledger.records(Query.newest(1)).getFirst().subject())
          .isEqualTo("a\0b\n\"ü\uD83D\uDE00?");
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsNamed() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "this is not a database, it is a text of some length".repeat(30));
    assertThatThrownBy(this::open)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ledger.db")
        .hasMessageContaining("damaged");
  }

  @Test
  void aFolderInTheWayIsNamed() throws IOException {
    Files.createDirectories(file());
    assertThatThrownBy(this::open)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ledger.db");
  }

  @Test
  void aNewerSchemaIsRefused() throws SQLException {
    Sqlite.run(filled(1), "PRAGMA user_version=99");
    assertThatThrownBy(this::open)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("schema version 99");
  }

  @Test
  void aTimeThatIsNoneIsAnExplainedError() throws SQLException {
    Sqlite.run(filled(1), "UPDATE records SET time = 'noon'");
    try (Ledger ledger = open()) {
      assertThatThrownBy(() -> ledger.records(Query.newest(1)))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("record 1");
    }
  }
}
