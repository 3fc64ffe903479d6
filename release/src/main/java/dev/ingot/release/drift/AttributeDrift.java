package dev.ingot.release.drift;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/** The names of attributes that differ. Never their values, which may be secret. */
public final class AttributeDrift {
  private AttributeDrift() {}

  /** The attributes, those of maps and objects as {@code tags.owner}, sorted. */
  public static List<String> between(Value before, Value after) {
    List<String> names = new ArrayList<>();
    compare("", plain(before), plain(after), names);
    return names;
  }

  private static Value plain(Value value) {
    return Values.unmarkDeep(value).value();
  }

  private static void compare(String path, Value before, Value after, List<String> names) {
    if (before.equals(after)) {
      return;
    }
    if (!after.isKnown()) {
      // Whatever it becomes follows from what differs elsewhere.
      return;
    }
    Optional<SortedMap<String, Value>> old = members(before);
    Optional<SortedMap<String, Value>> now = members(after);
    if (old.isEmpty() || now.isEmpty()) {
      names.add(path.isEmpty() ? "the whole object" : path);
      return;
    }
    TreeSet<String> all = new TreeSet<>(old.get().keySet());
    all.addAll(now.get().keySet());
    for (String name : all) {
      compare(
          path.isEmpty() ? name : path + "." + name,
          old.get().getOrDefault(name, Values.NULL),
          now.get().getOrDefault(name, Values.NULL),
          names);
    }
  }

  private static Optional<SortedMap<String, Value>> members(Value value) {
    return value.isNull() || !value.isKnown() ? Optional.empty() : Values.entries(value);
  }
}
