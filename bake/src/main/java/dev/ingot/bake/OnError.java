package dev.ingot.bake;

/** What is done when a step of a build fails; its machine is removed in any case. */
public enum OnError {
  /** The build's error-cleanup-provisioner runs. */
  CLEANUP,
  /** Nothing more runs in the machine. */
  ABORT
}
