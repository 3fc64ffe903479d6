package dev.ingot.registry.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Places that are asked before a registry itself.
 *
 * @param prefixes what a repository's address is replaced by, by how it begins
 */
public record Mirrors(Map<String, List<String>> prefixes) {
  /** The variable that names them. */
  public static final String VARIABLE = "INGOT_IMAGE_MIRRORS";

  /** None. */
  public static final Mirrors NONE = new Mirrors(Map.of());

  public Mirrors {
    prefixes = Map.copyOf(prefixes);
  }

  /**
   * Those that the environment names: {@code HOST[/PATH]=HOST[/PATH]}, separated by commas; of
   * several for one place the first is asked first.
   *
   * @throws IllegalArgumentException if the text is something else
   */
  public static Mirrors of(Map<String, String> environment) {
    String text = environment.getOrDefault(VARIABLE, "").strip();
    Map<String, List<String>> prefixes = new TreeMap<>();
    for (String each : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
      int equals = each.indexOf('=');
      String from = equals < 0 ? "" : trimmed(each.substring(0, equals));
      String to = equals < 0 ? "" : trimmed(each.substring(equals + 1));
      if (from.isEmpty() || !isPlace(to)) {
        throw new IllegalArgumentException(
            VARIABLE + " has \"" + each + "\", which is not HOST[/PATH]=HOST[/PATH]");
      }
      prefixes.computeIfAbsent(from, _ -> new ArrayList<>()).add(to);
    }
    return new Mirrors(prefixes);
  }

  private static boolean isPlace(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? ImageReference.isHost(text)
        : ImageReference.isHost(text.substring(0, slash))
            && ImageReference.isName(text.substring(slash + 1));
  }

  private static String trimmed(String text) {
    String stripped = text.strip();
    return stripped.endsWith("/") ? stripped.substring(0, stripped.length() - 1) : stripped;
  }

  /** Where a repository is read from: its mirrors, then itself. */
  List<Repository> of(Repository repository) {
    String address = repository.toString();
    List<Repository> all = new ArrayList<>();
    String longest = "";
    for (String prefix : prefixes.keySet()) {
      boolean matches = address.equals(prefix) || address.startsWith(prefix + "/");
      if (matches && prefix.length() > longest.length()) {
        longest = prefix;
      }
    }
    for (String to : prefixes.getOrDefault(longest, List.of())) {
      String mirrored = to + address.substring(longest.length());
      int slash = mirrored.indexOf('/');
      if (slash > 0) {
        all.add(new Repository(mirrored.substring(0, slash), mirrored.substring(slash + 1)));
      }
    }
    all.add(repository);
    return all;
  }
}
