package dev.ingot.provider;

/**
 * The capabilities of a provider's caller.
 *
 * @param deferralAllowed whether responses may defer a change to a later plan
 * @param writeOnlyAttributesAllowed whether there may be values that are never stored
 */
public record ClientCapabilities(boolean deferralAllowed, boolean writeOnlyAttributesAllowed) {
  /** Nothing beyond the basics. */
  public static final ClientCapabilities NONE = new ClientCapabilities(false, false);
}
