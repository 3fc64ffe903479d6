package dev.ingot.address;

/** What kind of block declares a resource; the order is that of state files. */
public enum ResourceMode {
  /** Read from elsewhere ({@code data}). */
  DATA("data"),
  /** Created, changed and destroyed here ({@code resource}). */
  MANAGED("managed"),
  /** Opened for one run, never stored ({@code ephemeral}). */
  EPHEMERAL("ephemeral");

  private final String text;

  ResourceMode(String text) {
    this.text = text;
  }

  /** The word for it in state files and JSON output. */
  public String text() {
    return text;
  }
}
