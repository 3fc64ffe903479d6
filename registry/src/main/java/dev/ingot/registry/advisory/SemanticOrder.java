package dev.ingot.registry.advisory;

/**
 * The order of semantic versions, with or without a {@code v} before and with any count of numbers.
 * Rules: semver.org, 2.0.0, section 11.
 */
final class SemanticOrder {
  private SemanticOrder() {}

  static int compare(String one, String other) {
    String left = plain(one);
    String right = plain(other);
    int numbers = numbers(before(left).split("\\."), before(right).split("\\."));
    if (numbers != 0) {
      return numbers;
    }
    String mine = after(left);
    String yours = after(right);
    if (mine.isEmpty() || yours.isEmpty()) {
      return Boolean.compare(mine.isEmpty(), yours.isEmpty());
    }
    return prereleases(mine.split("\\.", -1), yours.split("\\.", -1));
  }

  private static String plain(String version) {
    String text = version.startsWith("v") ? version.substring(1) : version;
    int build = text.indexOf('+');
    return build < 0 ? text : text.substring(0, build);
  }

  private static String before(String version) {
    int hyphen = version.indexOf('-');
    return hyphen < 0 ? version : version.substring(0, hyphen);
  }

  private static String after(String version) {
    int hyphen = version.indexOf('-');
    return hyphen < 0 ? "" : version.substring(hyphen + 1);
  }

  private static int numbers(String[] left, String[] right) {
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int order = part(i < left.length ? left[i] : "0", i < right.length ? right[i] : "0");
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int prereleases(String[] left, String[] right) {
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = part(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  /** Numbers come before texts. */
  private static int part(String left, String right) {
    boolean number = Digits.isNumber(left);
    if (number != Digits.isNumber(right)) {
      return number ? -1 : 1;
    }
    return number ? Digits.compare(left, right) : left.compareTo(right);
  }
}
