package dev.ingot.lang.version;

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

  /** How a version is compared with the one a constraint names. */
  public enum Operator {
    /** At least, and the same but for the last number given: {@code ~>}. */
    PESSIMISTIC("~>"),
    AT_LEAST(">="),
    AT_MOST("<="),
    NOT("!="),
    EXACTLY("="),
    ABOVE(">"),
    BELOW("<");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    /** As it is written. */
    public String sign() {
      return sign;
    }
  }

  /** One operator and the version after it. */
  public record Part(Operator operator, Version version) {
    boolean allows(Version other) {
      int order = other.compareTo(version);
      return switch (operator) {
        case EXACTLY -> order == 0;
        case NOT -> order != 0;
        case ABOVE -> order > 0;
        case AT_LEAST -> order >= 0;
        case BELOW -> order < 0;
        case AT_MOST -> order <= 0;
        case PESSIMISTIC ->
            order >= 0 && other.sameNumbers(version, Math.max(1, version.numbers().size() - 1));
      };
    }
  }

  /** Reads constraints; empty if the text is none. */
  public static Optional<VersionConstraints> parse(String text) {
    List<Part> parts = new ArrayList<>();
    for (String piece : text.split(",", -1)) {
      String rest = piece.strip();
      Operator operator = Operator.EXACTLY;
      for (Operator candidate : Operator.values()) {
        if (rest.startsWith(candidate.sign())) {
          operator = candidate;
          rest = rest.substring(candidate.sign().length()).strip();
          break;
        }
      }
      Optional<Version> version = Version.parse(rest);
      if (version.isEmpty()) {
        return Optional.empty();
      }
      parts.add(new Part(operator, version.get()));
    }
    return Optional.of(new VersionConstraints(parts));
  }

  /** Whether a version satisfies all of them. */
  public boolean allow(Version version) {
    return parts.stream().allMatch(part -> part.allows(version));
  }
}
