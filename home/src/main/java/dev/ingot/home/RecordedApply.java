package dev.ingot.home;

import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.operation.ApplyOperation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.ledger.ApplyRecord;
import dev.ingot.state.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Applies plans outside of releases, and records in the ledger what was done. */
public final class RecordedApply {
  private final Home home;
  private final String actor;

  /**
   * @param actor who acts, as records name them
   */
  public RecordedApply(Home home, String actor) {
    this.home = home;
    this.actor = actor;
  }

  /**
   * Applies a whole plan; a snapshot of the state is written at the end.
   *
   * @param folder the folder of the configuration
   * @param noted how far the ledger went at the last apply in it
   * @return what was done; a warning is among its diagnostics if that could not be recorded
   * @throws dev.ingot.state.StateException if the state can't be written
   */
  public ApplyOperation.Applied run(ApplyRequest request, Path folder, NotedHead noted) {
    Plan plan = request.plan();
    State stored = plan.stored();
    ApplyRecorder recorder =
        new ApplyRecorder(
            home,
            new ApplyRecord(
                actor,
                Home.stack(folder),
                plan.options().mode().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                plan.configuration().digest(),
                stored.lineage(),
                stored.serial()),
            noted);
    if (plan.isApplyable()) {
      recorder.begin();
    }
    ApplyOperation.Applied applied = ApplyOperation.apply(request);
    List<Diagnostic> all = new ArrayList<>(applied.diagnostics());
    recorder.finish(applied.counts(), request.state().state().serial()).ifPresent(all::add);
    return new ApplyOperation.Applied(applied.counts(), all);
  }
}
