package dev.ingot.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.storage.SmallDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger on a disk that is full, or that can only be read. */
class SmallDiskTest {
  @TempDir Path folder;

  private static Ledger open(SmallDisk disk) {
    return Ledger.open(disk.folder().resolve("ledger.db"), new TestClock());
  }

  private static Entry entry(int number) {
    return new Entry("somebody@here", "test.done", "subject " + number);
  }

  @Test
  void whatCanOnlyBeReadIsRead() throws Exception {
    try (SmallDisk disk = SmallDisk.in(folder.resolve("disk"), 2_000)) {
      try (Ledger ledger = open(disk)) {
        ledger.append(entry(1));
      }
      disk.makeReadOnly();
      try (Ledger ledger = open(disk)) {
        assertThat(ledger.records(Query.newest(5))).hasSize(1);
        assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
        assertThatThrownBy(() -> ledger.append(entry(2)))
            .isInstanceOf(LedgerException.class)
            .hasMessageContaining("can't be opened for writing");
      }
    }
  }

  @Test
  void oneThatIsNotThereAndCantBeCreatedReadsAsEmpty() throws Exception {
    try (SmallDisk disk = SmallDisk.in(folder.resolve("disk"), 100)) {
      disk.makeReadOnly();
      try (Ledger ledger = open(disk)) {
        assertThat(ledger.records(Query.newest(5))).isEmpty();
      }
    }
  }

  @Test
  void aFullDiskOfAnySizeIsSaidAndNothingIsTorn() throws Exception {
    for (int kilobytes = 4; kilobytes <= 220; kilobytes += 12) {
      try (SmallDisk disk = SmallDisk.in(folder.resolve("disk"), kilobytes)) {
        int appended = 0;
        try (Ledger ledger = open(disk)) {
          for (; appended < 300; appended++) {
            ledger.append(entry(appended));
          }
        } catch (LedgerException e) {
          assertThat(e.getMessage()).isNotBlank().doesNotContain("SQLException");
        }
        int survived = appended;
        try (Ledger ledger = open(disk)) {
          assertThat(ledger.records(Query.newest(1_000)).size()).isBetween(survived, survived + 1);
          assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
        } catch (LedgerException e) {
          assertThat(survived).as("%d KB: %s", kilobytes, e.getMessage()).isZero();
        }
      }
    }
  }
}
