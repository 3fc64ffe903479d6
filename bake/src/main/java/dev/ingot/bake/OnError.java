package dev.ingot.bake;

/** What to do when a step of a build fails; its machine is always removed. */
public enum OnError {
  /** The build's error-cleanup-provisioner runs. */
  CLEANUP,
  /** Nothing more runs in the machine. */
  ABORT
}
