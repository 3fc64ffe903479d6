package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;

/**
 * The entry to both syntaxes. Every method gives what could be read, even where it reports errors.
 */
public final class Syntax {
  private Syntax() {}

  /** Reads a file of the native syntax. */
  public static Body parse(SourceFile file, Diagnostics diagnostics) {
    throw new IllegalStateException("to be written");
  }

  /** Reads a file of the JSON syntax. */
  public static Body parseJson(SourceFile file, Diagnostics diagnostics) {
    throw new IllegalStateException("to be written");
  }

  /** Reads one expression that fills the whole text. */
  public static Expression parseExpression(SourceFile text, Diagnostics diagnostics) {
    throw new IllegalStateException("to be written");
  }

  /** Reads a template that fills the whole text, as {@code templatefile} does. */
  public static Expression parseTemplate(SourceFile text, Diagnostics diagnostics) {
    throw new IllegalStateException("to be written");
  }
}
