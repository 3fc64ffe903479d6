package dev.ingot.deploy;

/** What a plan is for. */
public enum PlanMode {
  /** To make the deployment what the configuration says. */
  NORMAL,
  /** To destroy everything. */
  DESTROY,
  /** To make the state what the deployment is. */
  REFRESH_ONLY
}
