package dev.ingot.state;

/** What a provider is about to be asked for. */
public enum Action {
  CREATE("create"),
  UPDATE("update"),
  DELETE("delete"),
  IMPORT("import");

  private final String text;

  Action(String text) {
    this.text = text;
  }

  /** The word for it in messages and journals. */
  public String text() {
    return text;
  }
}
