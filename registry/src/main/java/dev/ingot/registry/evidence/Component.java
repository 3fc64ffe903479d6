package dev.ingot.registry.evidence;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One part of an image in its bill of materials.
 *
 * @param type such as {@code library}, {@code operating-system}, {@code application}, {@code file}
 * @param name what it is called
 * @param version may be empty
 * @param purl its package URL; may be empty
 * @param hashes hexadecimal digits by algorithm, such as {@code SHA-256}; sorted
 * @param licences SPDX ids or expressions, or names
 */
public record Component(
    String type,
    String name,
    String version,
    String purl,
    Map<String, String> hashes,
    List<String> licences)
    implements Comparable<Component> {
  /** Copies the collections. */
  public Component {
    hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
    licences = List.copyOf(licences);
  }

  /** A library without hashes and licences. */
  public static Component library(String name, String version, String purl) {
    return new Component("library", name, version, purl, Map.of(), List.of());
  }

  /** By name, version, package URL and type. */
  @Override
  public int compareTo(Component other) {
    int byName = name.compareTo(other.name);
    int byVersion = byName != 0 ? byName : version.compareTo(other.version);
    int byPurl = byVersion != 0 ? byVersion : purl.compareTo(other.purl);
    return byPurl != 0 ? byPurl : type.compareTo(other.type);
  }
}
