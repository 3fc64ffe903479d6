package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.rollout.core.AnalysisVerdict;
import java.util.List;

/** Compares the new machines of a canary with the old ones, by what they measure. */
@FunctionalInterface
public interface Analysis {
  /** Can't tell: no analysis is configured. */
  Analysis NONE = (_, _) -> new AnalysisVerdict.Inconclusive("no analysis is configured");

  /**
   * Analyses a step. May take as long as its measurements do.
   *
   * @param step index of the step, from 0
   * @param machines the instances whose machines are new
   * @return inconclusive if there are no data, never successful
   */
  AnalysisVerdict analyse(int step, List<InstanceAddress> machines) throws InterruptedException;
}
