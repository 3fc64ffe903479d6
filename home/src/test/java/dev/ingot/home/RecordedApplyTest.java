package dev.ingot.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.operation.ApplyOperation;
import dev.ingot.ledger.ApplyRecord;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.ledger.Query;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedApplyTest {
  private static final Optional<ApplyOperation.Counts> NONE =
      Optional.of(new ApplyOperation.Counts(0, 0, 0, 0));

  @TempDir private Path folder = Path.of("/");

  private Home home() {
    return new Home(folder, Clock.systemUTC());
  }

  private ApplyRecorder recorder() {
    return new ApplyRecorder(
        home(),
        new ApplyRecord("ada@build-7", "/srv/shop", "normal", "sha256:00", "lineage", 7),
        NotedHead.in(folder.resolve("configuration"), Map.of(), home()));
  }

  private List<String> kinds() {
    try (Ledger ledger = home().ledger()) {
      return ledger.records(Query.newest(10)).stream().map(LedgerRecord::kind).toList();
    }
  }

  @Test
  void anApplyThatDoesNothingLeavesNoRecord() {
    assertThat(recorder().finish(NONE, 7)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anApplyThatOnlyBringsTheStateUpToDateIsRecorded() {
    assertThat(recorder().finish(NONE, 8)).isEmpty();
    assertThat(kinds()).containsExactly("apply.finished", "apply.started");
  }

  @Test
  void anApplyThatBeganIsRecordedWhateverCameOfIt() {
    ApplyRecorder recorder = recorder();
    recorder.begin();
    assertThat(recorder.finish(Optional.empty(), 7)).isEmpty();
    assertThat(kinds()).containsExactly("apply.finished", "apply.started");
  }
}
