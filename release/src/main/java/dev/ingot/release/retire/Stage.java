package dev.ingot.release.retire;

/** How far a complete version is on its way out. */
public enum Stage {
  /** Nothing is intended with it. */
  ACTIVE("active"),
  /** It can still be used by its name; nothing chooses it by itself. */
  DEPRECATED("deprecated"),
  /** It can't be used any more. */
  DISABLED("disabled"),
  /** It must not be used, for reasons of its own. */
  REVOKED("revoked");

  private final String word;

  Stage(String word) {
    this.word = word;
  }

  /** The word for people and programs. */
  public String word() {
    return word;
  }
}
