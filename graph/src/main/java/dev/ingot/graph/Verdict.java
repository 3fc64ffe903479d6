package dev.ingot.graph;

/** How a visit went. */
public enum Verdict {
  /** The node's dependents may be visited. */
  DONE,
  /** The node's dependents must be skipped. */
  FAILED
}
