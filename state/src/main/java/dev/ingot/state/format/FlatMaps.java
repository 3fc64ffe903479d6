package dev.ingot.state.format;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Counts of maps in flat attributes: {@code tags.%} since format 3, {@code tags.#} before, as those
 * of lists.
 */
final class FlatMaps {
  private static final String COUNT = ".#";

  private FlatMaps() {}

  /** Gives what looks like a map the count of one, and leaves out counts of what has nothing. */
  static void mark(SortedMap<String, String> attributes) {
    List<String> counts =
        attributes.keySet().stream().filter(name -> name.endsWith(COUNT)).toList();
    for (String count : counts) {
      String prefix = count.substring(0, count.length() - 1);
      List<String> keys = new ArrayList<>();
      for (String name : attributes.keySet()) {
        if (name.startsWith(prefix) && !name.equals(count)) {
          String rest = name.substring(prefix.length());
          int dot = rest.indexOf('.');
          keys.add(dot <= 0 ? rest : rest.substring(0, dot));
        }
      }
      if (keys.isEmpty()) {
        attributes.remove(count);
      } else if (!keys.stream().allMatch(FlatMaps::isNumber)) {
        String number = attributes.get(count);
        attributes.remove(count);
        if (number != null) {
          attributes.put(prefix + "%", number);
        }
      }
    }
  }

  private static boolean isNumber(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    return text.length() > start && text.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
  }
}
