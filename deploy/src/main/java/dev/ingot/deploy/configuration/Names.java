package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;

/** The rule for names. */
final class Names {
  static final String RULE =
      "A name must start with a letter or underscore and may contain only letters, digits,"
          + " underscores, and dashes.";

  private Names() {}

  static boolean valid(String name) {
    if (name.isEmpty()) {
      return false;
    }
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      boolean good =
          i == 0
              ? c == '_' || Character.isUnicodeIdentifierStart(c)
              : c == '-' || c == '_' || isPart(c);
      if (!good) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  /** Java counts what it ignores in names, such as a NUL, as parts of them. */
  private static boolean isPart(int c) {
    return Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  /** Reports an invalid name. */
  static boolean check(String kind, String name, SourceRange range, Diagnostics diagnostics) {
    if (valid(name)) {
      return true;
    }
    diagnostics.error("Invalid " + kind + " name", RULE, range);
    return false;
  }
}
