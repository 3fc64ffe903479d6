package dev.ingot.bake.chain;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import java.util.Collection;

/** The diagnostic for an unknown component in a template. */
final class UnknownComponent {
  private UnknownComponent() {}

  static void report(
      String kind, String type, Collection<String> known, SourceRange place, Diagnostics own) {
    own.error(
        "Unknown " + kind,
        "There is no "
            + kind
            + " \""
            + type
            + "\"."
            + Suggestion.hint(type, known)
            + " A "
            + (kind.equals("builder") ? "source" : kind)
            + " can be one of: "
            + String.join(", ", known)
            + ", or one of a plugin that required_plugins names and ingot init has installed.",
        place);
  }
}
