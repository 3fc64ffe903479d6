package dev.ingot.lang.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A version such as {@code 1.11.4} or {@code 2.0.0-rc1}. Numbers left out are zero. Rules: semantic
 * versioning 2.0, with a leading {@code v} and any count of numbers allowed.
 *
 * @param numbers at least one
 * @param prerelease what follows the hyphen; empty for a release
 */
public record Version(List<Long> numbers, String prerelease) implements Comparable<Version> {
  private static final int MOST_DIGITS = 18;

  public Version {
    numbers = List.copyOf(numbers);
  }

  /** Reads one; build metadata is left out. Empty if the text is none. */
  public static Optional<Version> parse(String text) {
    String rest = text.startsWith("v") ? text.substring(1) : text;
    int plus = rest.indexOf('+');
    if (plus >= 0) {
      rest = rest.substring(0, plus);
    }
    int hyphen = rest.indexOf('-');
    String prerelease = hyphen < 0 ? "" : rest.substring(hyphen + 1);
    if (hyphen >= 0 && prerelease.isEmpty()) {
      return Optional.empty();
    }
    List<Long> numbers = new ArrayList<>();
    for (String number : (hyphen < 0 ? rest : rest.substring(0, hyphen)).split("\\.", -1)) {
      if (!isNumber(number)) {
        return Optional.empty();
      }
      numbers.add(Long.parseLong(number));
    }
    return Optional.of(new Version(numbers, prerelease));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MOST_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The number at a place, zero where none was given. */
  public long number(int place) {
    return place < numbers.size() ? numbers.get(place) : 0;
  }

  /** Whether it comes before the release of its numbers. */
  public boolean isPrerelease() {
    return !prerelease.isEmpty();
  }

  /** Whether the numbers are the same up to a place, which is not compared. */
  boolean sameNumbers(Version other, int before) {
    for (int place = 0; place < before; place++) {
      if (number(place) != other.number(place)) {
        return false;
      }
    }
    return true;
  }

  /** By numbers, then prereleases before their release. Not consistent with equals: 1.0 is 1. */
  @Override
  public int compareTo(Version other) {
    for (int place = 0; place < Math.max(numbers.size(), other.numbers.size()); place++) {
      int order = Long.compare(number(place), other.number(place));
      if (order != 0) {
        return order;
      }
    }
    if (!isPrerelease() || !other.isPrerelease()) {
      return Boolean.compare(other.isPrerelease(), isPrerelease());
    }
    return comparePrereleases(prerelease.split("\\.", -1), other.prerelease.split("\\.", -1));
  }

  private static int comparePrereleases(String[] left, String[] right) {
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      boolean leftNumber = isNumber(left[i]);
      boolean rightNumber = isNumber(right[i]);
      int order =
          leftNumber && rightNumber
              ? Long.compare(Long.parseLong(left[i]), Long.parseLong(right[i]))
              : leftNumber || rightNumber
                  ? Boolean.compare(rightNumber, leftNumber)
                  : left[i].compareTo(right[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (long number : numbers) {
      text.append(text.isEmpty() ? "" : ".").append(number);
    }
    return isPrerelease() ? text.append('-').append(prerelease).toString() : text.toString();
  }
}
