package dev.ingot.release.retire;

import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Version;
import dev.ingot.storage.Digest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds versions in texts by everything that can name them: their digests, what platforms call
 * their images, {@code BUCKET:vN}. Whatever looks like a name of a version counts as one: a
 * coincidence keeps an image, and loses none.
 */
final class Mentions {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Map<String, Set<String>> byDigest = new HashMap<>();
  private final Map<String, Set<String>> byName = new HashMap<>();

  Mentions(List<Version> versions) {
    for (Version version : versions) {
      version.image().ifPresent(digest -> add(byDigest, digest.hex(), version));
      for (Build build : version.builds()) {
        build.image().ifPresent(digest -> add(byDigest, digest.hex(), version));
        named(build.externalId(), version);
      }
      named(version.reference(), version);
    }
  }

  private void named(String name, Version version) {
    Optional<Digest> digest = Digest.find(name);
    if (digest.isPresent()) {
      add(byDigest, digest.get().hex(), version);
    } else if (!name.isEmpty()) {
      add(byName, name, version);
    }
  }

  private static void add(Map<String, Set<String>> names, String name, Version version) {
    names.computeIfAbsent(name, _ -> new HashSet<>()).add(version.id());
  }

  /** The ids of the versions that a referrer mentions. */
  Set<String> in(Referrer referrer) {
    Set<String> found = new HashSet<>();
    referrer.texts().each(text -> found.addAll(in(text)));
    return found;
  }

  private Set<String> in(String text) {
    Set<String> found = new HashSet<>();
    for (Matcher digest = DIGEST.matcher(text); digest.find(); ) {
      found.addAll(byDigest.getOrDefault(digest.group(), Set.of()));
    }
    byName.forEach(
        (name, versions) -> {
          if (!found.containsAll(versions) && contains(text, name)) {
            found.addAll(versions);
          }
        });
    return found;
  }

  /** Whether a name is in a text, not as the beginning of a longer number. */
  private static boolean contains(String text, String name) {
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      int end = at + name.length();
      if (end == text.length() || !Character.isDigit(text.charAt(end))) {
        return true;
      }
    }
    return false;
  }
}
