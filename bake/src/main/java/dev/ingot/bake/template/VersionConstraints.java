package dev.ingot.bake.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks a version against constraints such as {@code >= 1.7.0, < 2.0.0} or {@code ~> 1.8}. */
final class VersionConstraints {
  private static final Pattern CONSTRAINT =
      Pattern.compile(
          "\\s*(=|!=|>|>=|<|<=|~>)?\\s*v?([0-9]{1,9}(?:\\.[0-9]{1,9}){0,3})(?:[-+][0-9A-Za-z.+-]*)?\\s*");

  private VersionConstraints() {}

  /** Whether the version meets them all; empty when the text is no list of constraints. */
  static Optional<Boolean> accept(String constraints, String version) {
    List<Integer> actual = numbers(version);
    boolean accepted = true;
    for (String part : constraints.split(",", -1)) {
      Matcher matcher = CONSTRAINT.matcher(part);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      String operator = matcher.group(1) == null ? "=" : matcher.group(1);
      accepted &= meets(operator, matcher.group(2), actual);
    }
    return Optional.of(accepted);
  }

  private static boolean meets(String operator, String text, List<Integer> actual) {
    List<Integer> wanted = numbers(text);
    int order = compare(actual, wanted);
    return switch (operator) {
      case "=" -> order == 0;
      case "!=" -> order != 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      default -> order >= 0 && samePrefix(actual, wanted, Math.max(1, wanted.size() - 1));
    };
  }

  private static boolean samePrefix(List<Integer> left, List<Integer> right, int length) {
    return compare(left.subList(0, Math.min(length, left.size())), right.subList(0, length)) == 0;
  }

  private static int compare(List<Integer> left, List<Integer> right) {
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      int a = i < left.size() ? left.get(i) : 0;
      int b = i < right.size() ? right.get(i) : 0;
      if (a != b) {
        return Integer.compare(a, b);
      }
    }
    return 0;
  }

  private static List<Integer> numbers(String version) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : version.split("\\.", -1)) {
      numbers.add(Integer.parseInt(part));
    }
    return numbers;
  }
}
