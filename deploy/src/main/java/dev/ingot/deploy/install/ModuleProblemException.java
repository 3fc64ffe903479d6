package dev.ingot.deploy.install;

import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;

/** A module can't be installed. */
final class ModuleProblemException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Diagnostic diagnostic;

  ModuleProblemException(Diagnostic diagnostic) {
    super(diagnostic.summary());
    this.diagnostic = diagnostic;
  }

  /** At the header of a call. */
  static ModuleProblemException at(ModuleCall call, String summary, String detail) {
    return new ModuleProblemException(Diagnostic.error(summary, detail, call.declaration()));
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }

  /** Where a call is, for a sentence: {@code main.tf:3}. */
  static String place(ModuleCall call) {
    SourceRange range = call.declaration();
    return range.file().name() + ":" + range.startPosition().line();
  }
}
