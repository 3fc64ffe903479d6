package dev.ingot.deploy.apply;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Severity;

/** Errors that must not stop anything. */
final class Warnings {
  private Warnings() {}

  /** The same as a warning. */
  static Diagnostic of(Diagnostic diagnostic) {
    return new Diagnostic(
        Severity.WARNING,
        diagnostic.summary(),
        diagnostic.detail(),
        diagnostic.subject(),
        diagnostic.context(),
        diagnostic.values());
  }
}
