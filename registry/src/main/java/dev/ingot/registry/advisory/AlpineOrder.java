package dev.ingot.registry.advisory;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of versions of Alpine's packages: {@code NUMBER{.NUMBER}[LETTER]{_SUFFIX[NUMBER]}
 * [~HASH][-rNUMBER]}. Rules: apk-package(5). What isn't such a version is ordered before all that
 * are.
 */
final class AlpineOrder {
  private static final Pattern VERSION =
      Pattern.compile(
          "(\\d+(?:\\.\\d+)*)([a-z]?)"
              + "((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\\d*)*)(?:~[0-9a-f]+)?(?:-r(\\d+))?");
  private static final Pattern SUFFIX = Pattern.compile("_([a-z]+)(\\d*)");

  /** Those before the fifth place come before the version without a suffix. */
  private static final List<String> SUFFIXES =
      List.of("alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p");

  private AlpineOrder() {}

  static int compare(String one, String other) {
    Matcher left = VERSION.matcher(one);
    Matcher right = VERSION.matcher(other);
    boolean known = left.matches();
    if (!right.matches() || !known) {
      boolean alsoKnown = right.matches();
      return known == alsoKnown ? one.compareTo(other) : Boolean.compare(known, alsoKnown);
    }
    int numbers = numbers(left.group(1).split("\\."), right.group(1).split("\\."));
    if (numbers != 0) {
      return numbers;
    }
    int letter = left.group(2).compareTo(right.group(2));
    if (letter != 0) {
      return letter;
    }
    int suffixes = suffixes(suffixes(left.group(3)), suffixes(right.group(3)));
    return suffixes != 0 ? suffixes : Digits.compare(revision(left), revision(right));
  }

  private static String revision(Matcher version) {
    return version.group(4) == null ? "0" : version.group(4);
  }

  /** After the first, numbers that begin with a zero are compared as fractions are. */
  private static int numbers(String[] left, String[] right) {
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      boolean fraction = i > 0 && (left[i].startsWith("0") || right[i].startsWith("0"));
      int order = fraction ? left[i].compareTo(right[i]) : Digits.compare(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private record Suffix(int place, String number) {}

  private static List<Suffix> suffixes(String text) {
    List<Suffix> all = new ArrayList<>();
    Matcher each = SUFFIX.matcher(text);
    while (each.find()) {
      all.add(new Suffix(SUFFIXES.indexOf(each.group(1)), each.group(2)));
    }
    return all;
  }

  private static int suffixes(List<Suffix> left, List<Suffix> right) {
    Suffix none = new Suffix(SUFFIXES.indexOf(""), "");
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      Suffix one = i < left.size() ? left.get(i) : none;
      Suffix other = i < right.size() ? right.get(i) : none;
      int order =
          one.place() != other.place()
              ? Integer.compare(one.place(), other.place())
              : Digits.compare(one.number(), other.number());
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
