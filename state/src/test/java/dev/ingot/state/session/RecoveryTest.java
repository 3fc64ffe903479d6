package dev.ingot.state.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.state.Change;
import dev.ingot.state.Samples;
import dev.ingot.state.State;
import dev.ingot.state.WorkingState;
import dev.ingot.state.journal.JournalContent;
import dev.ingot.state.journal.JournalRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a journal that continues another state says of the objects only it has. */
final class RecoveryTest {
  private static final InstanceAddress WEB = Samples.address("web", 0);
  private static final DeposedKey KEY = new DeposedKey("0a0b0c0d");

  /** A journal that ends with a snapshot that was about to be written. */
  private static Recovery checkpointed(State snapshot, Change... changes) {
    JournalRecord header =
        new JournalRecord.Header("lineage", 3, "another", 1, Instant.EPOCH, "1.11.4");
    JournalContent content =
        new JournalContent(
            List.of(
                header,
                new JournalRecord.Changes(List.of(changes)),
                new JournalRecord.Checkpoint(4, "never written")),
            0,
            0,
            0,
            0,
            3,
            false);
    return Recovery.of(snapshot, "digest", content, "JOURNAL");
  }

  @Test
  void aJournalWhoseLastSnapshotWasNotTakenIsOfAnotherState() {
    Recovery recovery = checkpointed(State.EMPTY.as(5, "lineage"), Samples.put(WEB, "new"));
    assertThat(recovery.foreign()).isTrue();
    assertThat(recovery.notices().getFirst().detail()).contains("terraform_data.web[0] (id new)");
  }

  @Test
  void aJournalWhoseObjectsAreAllInALaterStateIsOver() {
    WorkingState later = new WorkingState(State.EMPTY.as(5, "lineage"));
    later.apply(Samples.put(WEB, "new"));
    Recovery recovery = checkpointed(later.snapshot(), Samples.put(WEB, "new"));
    assertThat(recovery).isEqualTo(new Recovery(List.of(), List.of(), List.of(), false, ""));
  }

  private static String said(Change... changes) {
    JournalRecord header =
        new JournalRecord.Header("lineage", 3, "another", 1, Instant.EPOCH, "1.11.4");
    JournalContent content =
        new JournalContent(
            List.of(header, new JournalRecord.Changes(List.of(changes))), 0, 0, 0, 0, 2, false);
    return Recovery.of(State.EMPTY.as(4, "lineage"), "digest", content, "JOURNAL")
        .notices()
        .getFirst()
        .detail();
  }

  @Test
  void aNewObjectIsNamedAlsoWhereTheOneItReplacedIsGone() {
    assertThat(
            said(
                Samples.put(WEB, "old"),
                new Change.Depose(WEB, KEY),
                Samples.put(WEB, "new"),
                new Change.Remove(WEB, Optional.of(KEY))))
        .contains("terraform_data.web[0] (id new)")
        .doesNotContain("id old");
  }

  @Test
  void aDeposedObjectIsNamedBesideTheOneThatReplacedIt() {
    assertThat(said(Samples.put(WEB, "old"), new Change.Depose(WEB, KEY), Samples.put(WEB, "new")))
        .contains("terraform_data.web[0] (id new)")
        .contains("terraform_data.web[0] (id old)");
  }

  @Test
  void whatIsGoneIsNotNamed() {
    assertThat(said(Samples.put(WEB, "old"), Change.remove(WEB))).doesNotContain("id old");
  }

  @Test
  void whatWasMovedIsNamedAtItsNewAddress() {
    assertThat(said(Samples.put(WEB, "old"), new Change.Move(WEB, Samples.address("site", 0))))
        .contains("terraform_data.site[0] (id old)")
        .doesNotContain("web");
  }
}
