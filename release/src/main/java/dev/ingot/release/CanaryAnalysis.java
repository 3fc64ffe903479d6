package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Time;
import dev.ingot.release.fleet.FleetMembers;
import dev.ingot.rollout.StepAnalysis;
import dev.ingot.rollout.analysis.Analysis;
import dev.ingot.rollout.analysis.AnalysisRun;
import dev.ingot.rollout.analysis.Judged;
import dev.ingot.rollout.analysis.Sides;
import dev.ingot.rollout.core.AnalysisVerdict;
import java.time.Instant;
import java.util.List;

/** Judges the steps of a rollout by what balancers count and metrics say. */
record CanaryAnalysis(
    String rollout, Analysis analysis, FleetMembers members, Time time, ReleaseListener listener)
    implements StepAnalysis {
  @Override
  public AnalysisVerdict analyse(
      List<InstanceAddress> fresh, List<InstanceAddress> old, Instant until)
      throws InterruptedException {
    Judged judged =
        new AnalysisRun(
                analysis,
                new Sides(fresh, old),
                members,
                time,
                (metric, one) ->
                    listener.on(new ReleaseEvent.Measured(rollout, metric.name(), one)))
            .run(until);
    return switch (judged.kind()) {
      case SUCCESSFUL -> new AnalysisVerdict.Successful(judged.evidence());
      case FAILED -> new AnalysisVerdict.Failed(judged.evidence());
      case INCONCLUSIVE -> new AnalysisVerdict.Inconclusive(judged.evidence());
      case ERROR -> new AnalysisVerdict.Inconclusive("not measured: " + judged.evidence());
    };
  }
}
