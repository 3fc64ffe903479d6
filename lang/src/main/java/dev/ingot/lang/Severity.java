package dev.ingot.lang;

/** The severity of a {@link Diagnostic}: an error stops the operation, a warning does not. */
public enum Severity {
  ERROR,
  WARNING
}
