package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import java.util.Optional;

/**
 * The entry point to both syntaxes. Every method returns what could be parsed, even if it reports
 * errors.
 */
public final class Syntax {
  private Syntax() {}

  /**
   * Reads a file from its bytes: checks that they are UTF-8 and removes a byte order mark.
   *
   * @param name the name in messages
   * @return the text; if the bytes are not UTF-8, an error is reported and invalid ones are
   *     replaced
   */
  public static SourceFile source(String name, byte[] bytes, Diagnostics diagnostics) {
    return SourceBytes.decode(name, bytes, diagnostics);
  }

  /** Reads a file of the native syntax. */
  public static Body parse(SourceFile file, Diagnostics diagnostics) {
    return parseNative(file, diagnostics);
  }

  /** Reads a file of the native syntax, for use without a schema. */
  public static NativeBody parseNative(SourceFile file, Diagnostics diagnostics) {
    SourceText source = SourceText.of(file);
    Tokens tokens = Scanner.scan(source, diagnostics);
    return new BodyParser(new TokenReader(source, tokens, true, diagnostics)).parseFile();
  }

  /** Reads a file of the JSON syntax. */
  public static Body parseJson(SourceFile file, Diagnostics diagnostics) {
    return new JsonBody(JsonParser.parseFile(file, diagnostics));
  }

  /** Reads one expression that fills the whole text. */
  public static Expression parseExpression(SourceFile text, Diagnostics diagnostics) {
    return parseExpression(SourceText.of(text), diagnostics);
  }

  static Expression parseExpression(SourceText source, Diagnostics diagnostics) {
    Tokens tokens = Scanner.scan(source, diagnostics);
    TokenReader reader = new TokenReader(source, tokens, false, diagnostics);
    Expression expression = new ExpressionParser(reader).parse();
    if (reader.peek() != TokenKind.END) {
      reader.errorUnlessRecovering(
          "Extra characters after expression",
          "An expression was successfully parsed, but extra characters were found after it."
              + Hints.atEnd(reader),
          reader.nextRange());
    }
    return expression;
  }

  /** Reads a template that fills the whole text, as {@code templatefile} does. */
  public static Expression parseTemplate(SourceFile text, Diagnostics diagnostics) {
    return parseTemplate(SourceText.of(text), diagnostics);
  }

  static Expression parseTemplate(SourceText source, Diagnostics diagnostics) {
    Tokens tokens = Scanner.scanTemplate(source, diagnostics);
    TokenReader reader = new TokenReader(source, tokens, true, diagnostics);
    return new ExpressionParser(reader).templates().whole();
  }

  /**
   * Reads an absolute traversal that fills the whole text, such as the address of an instance. Only
   * literal numbers and strings are allowed in brackets.
   *
   * @return empty if the text isn't one; a diagnostic says why
   */
  public static Optional<Traversal> parseTraversal(SourceFile text, Diagnostics diagnostics) {
    return parseTraversal(SourceText.of(text), diagnostics);
  }

  static Optional<Traversal> parseTraversal(SourceText source, Diagnostics diagnostics) {
    Diagnostics found = new Diagnostics();
    Tokens tokens = Scanner.scan(source, found);
    TokenReader reader = new TokenReader(source, tokens, false, found);
    Optional<Traversal> traversal = AbsoluteTraversal.parse(reader);
    diagnostics.addAll(found);
    return found.hasErrors() ? Optional.empty() : traversal;
  }
}
