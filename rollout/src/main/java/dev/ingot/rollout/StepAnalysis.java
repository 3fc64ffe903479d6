package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.rollout.core.AnalysisVerdict;
import java.time.Instant;
import java.util.List;

/** Compares the new machines of a rollout with the old ones, by what they measure. */
@FunctionalInterface
public interface StepAnalysis {
  /** Can't tell: no analysis is configured. */
  StepAnalysis NONE = (_, _, _) -> new AnalysisVerdict.Inconclusive("no analysis is configured");

  /**
   * Measures until a moment, unless it fails before.
   *
   * @param fresh the instances whose machines are new
   * @param old those whose machines are old; may be none
   * @return inconclusive if there are no data, never successful
   */
  AnalysisVerdict analyse(List<InstanceAddress> fresh, List<InstanceAddress> old, Instant until)
      throws InterruptedException;
}
