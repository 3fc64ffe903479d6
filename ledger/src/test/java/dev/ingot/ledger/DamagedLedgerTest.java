package dev.ingot.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.storage.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What damages a ledger, and what it gives:
 *
 * <pre>
 *   ledger.db: a flipped bit                 a message, or {@code verify} finds it, or nothing is
 *                                            read differently
 *   ledger.db: cut, zeroed, empty            a message, or {@code verify} finds it
 *   ledger.db: an older copy                 {@code verify} finds it
 *   ledger.db: gone, or a folder             {@code verify} finds it; a message
 *   ledger.db.head: any damage               {@code verify} finds it, and nothing is appended, until
 *                                            it is removed, which is recorded
 *   ledger.db.head: an older copy            as after a crash: the next append repairs it
 * </pre>
 */
class DamagedLedgerTest {
  /** Every how many-th byte of the database is looked at; 1 takes some minutes. */
  private static final int STEP = Integer.getInteger("ingot.test.step", 23);

  private static final int RECORDS = 5;

  private final Path folder;
  private final Path file;
  private final Path head;
  private byte[] whole = {};
  private byte[] wholeHead = {};
  private Object content = "";

  DamagedLedgerTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("ledger.db");
    this.head = folder.resolve("ledger.db.head");
  }

  @BeforeEach
  void fill() throws IOException {
    try (Ledger ledger = open()) {
      ledger.append(entry(1));
      ledger.append(entry(2));
      Release release =
          ledger
              .releases()
              .start(
                  new ReleaseStart(
                      "ada@forge", "shop", "c", Map.of(), Map.of(), "p", Optional.empty(), ""));
      ledger.releases().attach(release.id(), "state", new byte[] {1, 2, 3});
      var _ =
          ledger
              .releases()
              .finish(release.id(), "ada@forge", ReleaseOutcome.VERIFIED, "", Map.of());
      content = everything(ledger);
    }
    whole = Files.readAllBytes(file);
    wholeHead = Files.readAllBytes(head);
  }

  private Ledger open() {
    return Ledger.open(file, new TestClock());
  }

  private static Entry entry(int number) {
    return new Entry("ada@forge", "test.done", "subject " + number);
  }

  /** All that commands read. */
  private static Object everything(Ledger ledger) {
    List<Object> all = new ArrayList<>(ledger.records(Query.newest(100)));
    all.add(ledger.records(Query.newest(100).ofKind("test.done")));
    all.add(ledger.records(Query.newest(100).ofSubject("subject 1")));
    all.add(ledger.newest("subject 2", List.of("test.done")));
    all.add(ledger.releases().of("shop"));
    all.add(ledger.releases().lastVerified("shop"));
    all.add(ledger.releases().stacks());
    all.add(ledger.releases().attachments(new ReleaseId("shop", 1)));
    ledger
        .releases()
        .attachment(new ReleaseId("shop", 1), "state")
        .ifPresent(bytes -> all.add(List.of(bytes[0], bytes[1], bytes[2])));
    return all;
  }

  private void put(byte[] database, byte[] checkpoint) throws IOException {
    for (String suffix : List.of("-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve("ledger.db" + suffix));
    }
    Files.write(file, database);
    Files.write(head, checkpoint);
  }

  /** Whether it was noticed; otherwise all is as it was. */
  private boolean noticed(String what) {
    try (Ledger ledger = open()) {
      Object read = everything(ledger);
      if (ledger.verify() instanceof Verification.Broken broken) {
        assertThat(broken.message()).as(what).isNotBlank();
        return true;
      }
      assertThat(read).as(what).isEqualTo(content);
      return false;
    } catch (LedgerException e) {
      assertThat(e.getMessage()).as(what).isNotBlank().doesNotContain("Exception");
      return true;
    }
  }

  @Test
  void undamagedItIsIntact() {
    assertThat(noticed("nothing")).isFalse();
  }

  @Test
  void noFlippedBitOfTheDatabaseGivesAnotherRecord() throws IOException {
    int noticed = 0;
    int used = 0;
    for (int at = 0; at < whole.length; at++) {
      // What is free holds nothing; of the rest, now one and now another byte.
      if (whole[at] != 0 && ++used % STEP == 0) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << used / STEP % 8);
        put(damaged, wholeHead);
        noticed += noticed("byte " + at) ? 1 : 0;
      }
    }
    assertThat(noticed).isGreaterThan(used / STEP / 2);
  }

  @Test
  void noCutOrZerosOfTheDatabaseGoUnnoticed() throws IOException {
    for (int at = 0; at < whole.length; at += 1024) {
      byte[] cut = java.util.Arrays.copyOf(whole, at);
      put(cut, wholeHead);
      assertThat(noticed("cut to " + at)).as("cut to " + at).isTrue();
      byte[] zeros = java.util.Arrays.copyOf(cut, whole.length);
      put(zeros, wholeHead);
      assertThat(noticed("zeros from " + at) || at == whole.length).as("zeros from " + at).isTrue();
    }
  }

  @Test
  void anOlderCopyOrNoneIsNoticed() throws IOException {
    try (Ledger ledger = open()) {
      ledger.append(entry(6));
    }
    byte[] newer = Files.readAllBytes(head);
    put(whole, newer);
    assertThat(noticed("an older copy")).isTrue();
    put(new byte[0], newer);
    assertThat(noticed("an empty file")).isTrue();
    Files.delete(file);
    assertThat(noticed("no file")).isTrue();
    Files.deleteIfExists(file);
    Files.createDirectory(file);
    assertThat(noticed("a folder")).isTrue();
  }

  @Test
  void noDamageOfTheCheckpointGoesUnnoticed() throws IOException {
    for (Damage damage : Damage.all(wholeHead)) {
      put(whole, damage.content());
      assertThat(noticed(damage.what())).as(damage.what()).isTrue();
      try (Ledger ledger = open()) {
        ledger.append(entry(7));
        throw new AssertionError(damage.what() + " did not stop an append");
      } catch (LedgerException e) {
        assertThat(e).hasMessageContaining("remove " + head);
      }
      Files.delete(head);
      try (Ledger ledger = open()) {
        ledger.append(entry(7));
        assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
        assertThat(ledger.records(Query.newest(1).ofKind("ledger.checkpoint-rebuilt"))).hasSize(1);
      }
    }
  }

  @Test
  void anOlderCheckpointIsThatOfACrash() throws IOException {
    try (Ledger ledger = open()) {
      ledger.append(entry(6));
    }
    Files.write(head, wholeHead);
    try (Ledger ledger = open()) {
      assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
      ledger.append(entry(7));
      assertThat(ledger.head().count()).isEqualTo(RECORDS + 2);
    }
  }
}
