package dev.ingot.provider;

/**
 * What the caller of a provider understands.
 *
 * @param deferralAllowed answers may say that a change has to wait for a later plan
 * @param writeOnlyAttributesAllowed values that are given but never stored
 */
public record ClientCapabilities(boolean deferralAllowed, boolean writeOnlyAttributesAllowed) {
  /** Nothing beyond the basics. */
  public static final ClientCapabilities NONE = new ClientCapabilities(false, false);
}
