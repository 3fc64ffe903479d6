package dev.ingot.lang;

/** How bad a {@link Diagnostic} is: an error stops the operation, a warning does not. */
public enum Severity {
  ERROR,
  WARNING
}
