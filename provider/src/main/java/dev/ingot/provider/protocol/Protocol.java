package dev.ingot.provider.protocol;

import java.util.Optional;

/** The versions of the provider protocol. */
public enum Protocol {
  FIVE(5),
  SIX(6);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  /** The version of a number; empty if there is none. */
  public static Optional<Protocol> of(int number) {
    return number == 5 ? Optional.of(FIVE) : number == 6 ? Optional.of(SIX) : Optional.empty();
  }

  /** Its number. */
  public int number() {
    return number;
  }

  String service() {
    return this == FIVE ? "tfplugin5.Provider" : "tfplugin6.Provider";
  }

  /** The field of an attribute that says that it is never stored. */
  int writeOnlyField() {
    return this == FIVE ? 10 : 11;
  }

  /** The field of an attribute that says what to use instead of it. */
  int deprecationField() {
    return this == FIVE ? 11 : 12;
  }
}
