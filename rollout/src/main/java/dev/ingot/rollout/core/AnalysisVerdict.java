package dev.ingot.rollout.core;

/**
 * What an analysis says about new machines compared with old ones. Missing data is never {@link
 * Successful}.
 */
public sealed interface AnalysisVerdict {
  /** Numbers and thresholds, for people. */
  String evidence();

  /** The new machines are as good: the rollout continues. */
  record Successful(String evidence) implements AnalysisVerdict {}

  /** The new machines are worse: the rollout is rolled back. */
  record Failed(String evidence) implements AnalysisVerdict {}

  /** It can't be told, or there were no data: a person decides. */
  record Inconclusive(String evidence) implements AnalysisVerdict {}
}
