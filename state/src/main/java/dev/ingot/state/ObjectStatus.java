package dev.ingot.state;

/** What is known of an object's health. */
public enum ObjectStatus {
  /** Complete. */
  READY,
  /** Created, but its creation did not finish: to be replaced. */
  TAINTED
}
