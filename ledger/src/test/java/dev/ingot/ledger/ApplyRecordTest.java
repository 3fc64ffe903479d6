package dev.ingot.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyRecordTest {
  @TempDir Path folder;

  @Test
  void anApplyLeavesTwoRecordsThatAreChained() {
    ApplyRecord apply =
        new ApplyRecord("somebody@here", "/srv/web", "destroy", "sha256:c", "lineage", 7);
    try (Ledger ledger = Ledger.open(folder.resolve("ledger.db"), new TestClock())) {
      ledger.append(apply.started());
      ledger.append(apply.finished(ApplyRecord.Outcome.FAILED, Map.of("destroyed", 2), 8));
      assertThat(ledger.records(Query.newest(5)))
          .extracting(LedgerRecord::kind)
          .containsExactly("apply.finished", "apply.started");
      assertThat(ledger.records(Query.newest(1)).getFirst().payload())
          .isEqualTo(
              "{\"configuration\":\"sha256:c\",\"counts\":{\"destroyed\":2},"
                  + "\"lineage\":\"lineage\",\"mode\":\"destroy\",\"outcome\":\"failed\","
                  + "\"serial\":7,\"serial_after\":8}");
      assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
    }
  }
}
