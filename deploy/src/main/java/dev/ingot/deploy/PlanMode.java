package dev.ingot.deploy;

/** What a plan is for. */
public enum PlanMode {
  /** To bring the deployment in line with the configuration. */
  NORMAL,
  /** To destroy everything. */
  DESTROY,
  /** To bring the state in line with the deployment. */
  REFRESH_ONLY
}
