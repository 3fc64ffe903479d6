package dev.ingot.registry.advisory;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of versions of Python's packages. Rules: the version specifiers of packaging.python.org
 * (PEP 440). What isn't such a version is ordered before all that are.
 */
final class PythonOrder {
  private static final Pattern VERSION =
      Pattern.compile(
          "v?(?:(\\d+)!)?(\\d+(?:\\.\\d+)*)"
              + "(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\\d*))?"
              + "(?:-(\\d+)|[-_.]?(post|rev|r)[-_.]?(\\d*))?"
              + "(?:[-_.]?(dev)[-_.]?(\\d*))?"
              + "(?:\\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?");

  /** The place of a part that is missing, before all numbers and after them. */
  private static final String FIRST = "first";

  private static final String LAST = "last";

  private PythonOrder() {}

  static int compare(String one, String other) {
    Matcher left = VERSION.matcher(one.strip().toLowerCase(Locale.ROOT));
    Matcher right = VERSION.matcher(other.strip().toLowerCase(Locale.ROOT));
    boolean known = left.matches();
    boolean alsoKnown = right.matches();
    if (!known || !alsoKnown) {
      return known == alsoKnown ? one.compareTo(other) : Boolean.compare(known, alsoKnown);
    }
    int epoch = Digits.compare(text(left, 1), text(right, 1));
    if (epoch != 0) {
      return epoch;
    }
    int release = release(text(left, 2).split("\\."), text(right, 2).split("\\."));
    if (release != 0) {
      return release;
    }
    int phase = Integer.compare(phase(left), phase(right));
    if (phase != 0) {
      return phase;
    }
    int prerelease = Digits.compare(text(left, 4), text(right, 4));
    if (prerelease != 0) {
      return prerelease;
    }
    int post = placed(post(left), post(right));
    if (post != 0) {
      return post;
    }
    int dev = placed(dev(left), dev(right));
    return dev != 0 ? dev : local(text(left, 10), text(right, 10));
  }

  private static String text(Matcher version, int group) {
    String text = version.group(group);
    return text == null ? "" : text;
  }

  private static int release(String[] left, String[] right) {
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int order = Digits.compare(i < left.length ? left[i] : "", i < right.length ? right[i] : "");
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** A development release alone comes before the first alpha. */
  private static int phase(Matcher version) {
    return switch (text(version, 3)) {
      case "a", "alpha" -> 1;
      case "b", "beta" -> 2;
      case "c", "rc", "pre", "preview" -> 3;
      default -> post(version).equals(FIRST) && !dev(version).equals(LAST) ? 0 : 4;
    };
  }

  private static String post(Matcher version) {
    return !text(version, 5).isEmpty()
        ? text(version, 5)
        : text(version, 6).isEmpty() ? FIRST : text(version, 7);
  }

  private static String dev(Matcher version) {
    return text(version, 8).isEmpty() ? LAST : text(version, 9);
  }

  private static int placed(String left, String right) {
    int order = Integer.compare(place(left), place(right));
    return order != 0 || place(left) != 1 ? order : Digits.compare(left, right);
  }

  private static int place(String part) {
    return part.equals(FIRST) ? 0 : part.equals(LAST) ? 2 : 1;
  }

  private static int local(String left, String right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(!left.isEmpty(), !right.isEmpty());
    }
    String[] mine = left.split("[-_.]");
    String[] yours = right.split("[-_.]");
    for (int i = 0; i < Math.min(mine.length, yours.length); i++) {
      boolean number = Digits.isNumber(mine[i]);
      if (number != Digits.isNumber(yours[i])) {
        return number ? 1 : -1;
      }
      int order = number ? Digits.compare(mine[i], yours[i]) : mine[i].compareTo(yours[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(mine.length, yours.length);
  }
}
