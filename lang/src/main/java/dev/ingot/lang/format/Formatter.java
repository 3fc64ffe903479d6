package dev.ingot.lang.format;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.NativeBody;
import dev.ingot.lang.syntax.Scanner;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.syntax.TokenKind;
import dev.ingot.lang.syntax.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives native syntax its canonical layout: indentation, spaces between tokens, aligned equals
 * signs and comments. Besides spaces it changes only what means the same: needless interpolations,
 * quoted type keywords, bare labels. Comments and line breaks stay. Rules: the recorded behaviour
 * of Terraform 1.11.
 */
public final class Formatter {
  private Formatter() {}

  /** The text in its canonical layout; a text with syntax errors comes back as it is. */
  public static String format(String text) {
    return format(new SourceFile("", text), new Diagnostics()).orElse(text);
  }

  /**
   * The text of a file in its canonical layout.
   *
   * @return empty when the file has syntax errors; they are reported
   */
  public static Optional<String> format(SourceFile file, Diagnostics diagnostics) {
    return format(file, true, diagnostics);
  }

  /**
   * The text of a file in its canonical layout, with only spaces changed, as Packer formats
   * templates.
   *
   * @return empty when the file has syntax errors; they are reported
   */
  public static Optional<String> layout(SourceFile file, Diagnostics diagnostics) {
    return format(file, false, diagnostics);
  }

  private static Optional<String> format(SourceFile file, boolean clean, Diagnostics diagnostics) {
    Diagnostics found = new Diagnostics();
    NativeBody body = Syntax.parseNative(file, found);
    diagnostics.addAll(found);
    if (found.hasErrors()) {
      return Optional.empty();
    }
    Tokens tokens = Scanner.scan(file, new Diagnostics());
    List<Piece> pieces = new ArrayList<>(tokens.count());
    for (int i = 0; i < tokens.count(); i++) {
      if (tokens.kind(i) != TokenKind.END) {
        pieces.add(new Piece(tokens.kind(i), tokens.text(i), tokens.start(i)));
      }
    }
    List<Piece> cleaned = clean ? new Cleanup(pieces).apply(body) : pieces;
    Layout.arrange(cleaned);
    StringBuilder out = new StringBuilder(file.text().length() + 64);
    for (Piece piece : cleaned) {
      out.repeat(' ', piece.spaces()).append(piece.text());
    }
    return Optional.of(out.toString());
  }
}
