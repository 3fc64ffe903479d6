package dev.ingot.platform.driver.jail;

/**
 * How a jailed command ended.
 *
 * @param code its exit code, 128 + n when signal n killed it
 * @param timedOut whether it was killed after its timeout
 */
public record JailExit(int code, boolean timedOut) {
  /** The exit code of a jail that could not be set up; the reason is on standard error. */
  public static final int SETUP_FAILED = 125;

  /** Whether the command succeeded. */
  public boolean isSuccess() {
    return code == 0 && !timedOut;
  }
}
