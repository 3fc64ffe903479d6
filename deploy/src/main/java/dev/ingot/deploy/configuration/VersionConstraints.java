package dev.ingot.deploy.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Constraints on a version, such as {@code >= 1.2, < 2.0} or {@code ~> 1.4}. All must hold.
 *
 * @param parts in the order written
 */
public record VersionConstraints(List<Part> parts) {
  public VersionConstraints {
    parts = List.copyOf(parts);
  }

  /** One operator and the numbers of its version. */
  public record Part(String operator, List<Long> numbers, String prerelease) {
    public Part {
      numbers = List.copyOf(numbers);
    }
  }

  private static final List<String> OPERATORS = List.of("~>", ">=", "<=", "!=", "=", ">", "<");

  /** Reads constraints; empty if the text is none. */
  public static Optional<VersionConstraints> parse(String text) {
    List<Part> parts = new ArrayList<>();
    for (String piece : text.split(",", -1)) {
      String rest = piece.strip();
      String operator = "=";
      for (String candidate : OPERATORS) {
        if (rest.startsWith(candidate)) {
          operator = candidate;
          rest = rest.substring(candidate.length()).strip();
          break;
        }
      }
      if (rest.startsWith("v")) {
        rest = rest.substring(1);
      }
      int plus = rest.indexOf('+');
      if (plus >= 0) {
        rest = rest.substring(0, plus);
      }
      int dash = rest.indexOf('-');
      String prerelease = dash < 0 ? "" : rest.substring(dash + 1);
      Optional<List<Long>> numbers = numbers(dash < 0 ? rest : rest.substring(0, dash));
      if (numbers.isEmpty() || (dash >= 0 && prerelease.isEmpty())) {
        return Optional.empty();
      }
      parts.add(new Part(operator, numbers.get(), prerelease));
    }
    return Optional.of(new VersionConstraints(parts));
  }

  private static Optional<List<Long>> numbers(String text) {
    List<Long> numbers = new ArrayList<>();
    for (String number : text.split("\\.", -1)) {
      if (number.isEmpty() || number.length() > 18) {
        return Optional.empty();
      }
      for (int i = 0; i < number.length(); i++) {
        if (number.charAt(i) < '0' || number.charAt(i) > '9') {
          return Optional.empty();
        }
      }
      numbers.add(Long.parseLong(number));
    }
    return Optional.of(numbers);
  }

  /** Whether a released version, such as {@code 1.11.4}, satisfies all of them. */
  public boolean allow(String version) {
    List<Long> numbers =
        numbers(version).orElseThrow(() -> new IllegalArgumentException("version " + version));
    for (Part part : parts) {
      if (!allows(part, numbers)) {
        return false;
      }
    }
    return true;
  }

  private static boolean allows(Part part, List<Long> version) {
    int order = compare(version, part.numbers());
    if (order == 0 && !part.prerelease().isEmpty()) {
      order = 1;
    }
    return switch (part.operator()) {
      case "=" -> order == 0;
      case "!=" -> order != 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      default -> {
        int fixed = Math.max(1, part.numbers().size() - 1);
        boolean same = true;
        for (int i = 0; i < fixed; i++) {
          same &= at(version, i) == at(part.numbers(), i);
        }
        yield order >= 0 && same;
      }
    };
  }

  private static int compare(List<Long> left, List<Long> right) {
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      int order = Long.compare(at(left, i), at(right, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static long at(List<Long> numbers, int index) {
    return index < numbers.size() ? numbers.get(index) : 0;
  }
}
