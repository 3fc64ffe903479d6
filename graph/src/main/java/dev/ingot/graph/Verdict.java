package dev.ingot.graph;

/** The result of a visit. */
public enum Verdict {
  /** The node's dependents may be visited. */
  DONE,
  /** The node's dependents must be skipped. */
  FAILED
}
