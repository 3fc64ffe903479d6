package dev.ingot.release.retire;

/** What is done to a version at a time. */
public enum Step {
  /** It stays usable, and is no longer chosen. */
  DEPRECATE("deprecate"),
  /** It can't be used any more; its content stays. */
  DISABLE("disable"),
  /** It is removed with its content. */
  DELETE("delete"),
  /** Something uses it again: it becomes active. */
  REINSTATE("reinstate");

  private final String word;

  Step(String word) {
    this.word = word;
  }

  /** The word for people and programs. */
  public String word() {
    return word;
  }
}
