package dev.ingot.platform.driver.jail;

/**
 * How a jailed command ended.
 *
 * @param code its exit code, 128 + n when signal n killed it
 * @param timedOut whether it was killed because its time was over
 */
public record JailExit(int code, boolean timedOut) {
  /**
   * The code the jail itself gives when it could not be set up; the reason is on standard error.
   */
  public static final int SETUP_FAILED = 125;

  /** Whether the command ended well. */
  public boolean isSuccess() {
    return code == 0 && !timedOut;
  }
}
