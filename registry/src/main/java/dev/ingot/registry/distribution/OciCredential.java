package dev.ingot.registry.distribution;

/** What is shown to an OCI registry. */
public sealed interface OciCredential {
  /** A user and a password. */
  record Basic(String user, String password) implements OciCredential {
    @Override
    public String toString() {
      return "Basic";
    }
  }

  /**
   * Tokens of OAuth; one of the two may be empty.
   *
   * @param access shown as it is
   * @param refresh exchanged for another one
   */
  record Tokens(String access, String refresh) implements OciCredential {
    @Override
    public String toString() {
      return "Tokens";
    }
  }
}
