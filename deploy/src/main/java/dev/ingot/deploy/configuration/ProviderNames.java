package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import java.util.Locale;
import java.util.Optional;

/**
 * The rule for provider names: one label of a host name, in lower case. Rules: the recorded
 * behaviour of Terraform 1.11.
 */
final class ProviderNames {
  private ProviderNames() {}

  /** Reports an invalid local name; returns whether it is valid. */
  static boolean check(String name, SourceRange place, Diagnostics diagnostics) {
    Optional<String> problem = problem(name);
    if (problem.isEmpty() && name.equals(normalized(name))) {
      return true;
    }
    diagnostics.error(
        "Invalid provider local name",
        problem
            .map(found -> name + " is an invalid provider local name: " + found)
            .orElseGet(
                () ->
                    "Provider names must be normalized. Replace \""
                        + name
                        + "\" with \""
                        + normalized(name)
                        + "\" to fix this error."),
        place);
    return false;
  }

  /** The normalized form of a name. */
  static String normalized(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The problem with a part of a provider's address; empty if there is none. */
  static Optional<String> problem(String part) {
    if (part.isEmpty()) {
      return Optional.of("must have at least one character");
    }
    if (part.indexOf('.') >= 0) {
      return Optional.of("dots are not allowed");
    }
    boolean dashed = part.startsWith("-") || part.endsWith("-");
    return !dashed && part.codePoints().allMatch(c -> c == '-' || Character.isLetterOrDigit(c))
        ? Optional.empty()
        : Optional.of(
            "must contain only letters, digits, and dashes, and may not use leading or trailing"
                + " dashes");
  }
}
