package dev.ingot.registry.inventory;

import dev.ingot.registry.evidence.Component;
import dev.ingot.registry.evidence.PackageUrls;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One package.
 *
 * @param type as in package URLs, such as {@code deb}
 * @param namespace such as a group of Maven; empty for packages of a distribution, which the image
 *     names elsewhere
 * @param qualifiers of the package URL, such as {@code arch}
 * @param licences as the package tells them
 */
record FoundPackage(
    String type,
    String namespace,
    String name,
    String version,
    SortedMap<String, String> qualifiers,
    List<String> licences) {
  FoundPackage {
    qualifiers = Collections.unmodifiableSortedMap(new TreeMap<>(qualifiers));
    licences = List.copyOf(licences);
  }

  static FoundPackage of(String type, String namespace, String name, String version) {
    return new FoundPackage(
        type, namespace, name, version, Collections.emptySortedMap(), List.of());
  }

  FoundPackage withLicence(String licence) {
    return licence.isBlank()
        ? this
        : new FoundPackage(type, namespace, name, version, qualifiers, List.of(licence.strip()));
  }

  FoundPackage with(String qualifier, String value) {
    if (value.isEmpty()) {
      return this;
    }
    SortedMap<String, String> more = new TreeMap<>(qualifiers);
    more.put(qualifier, value);
    return new FoundPackage(type, namespace, name, version, more, licences);
  }

  /** Whether a distribution has it. */
  boolean isOfDistribution() {
    return type.equals("deb") || type.equals("apk") || type.equals("rpm");
  }

  /**
   * As a component.
   *
   * @param distribution the {@code ID} of {@code os-release}
   * @param release such as {@code debian-12}; may be empty
   */
  Component component(String distribution, String release) {
    FoundPackage whole = isOfDistribution() ? with("distro", release) : this;
    StringBuilder purl = new StringBuilder("pkg:").append(type).append('/');
    String where = isOfDistribution() ? distribution : namespace;
    for (String part : where.split("/")) {
      if (!part.isEmpty()) {
        purl.append(PackageUrls.encoded(part)).append('/');
      }
    }
    purl.append(PackageUrls.encoded(name));
    if (!version.isEmpty()) {
      purl.append('@').append(PackageUrls.encoded(version));
    }
    char separator = '?';
    for (Map.Entry<String, String> qualifier : whole.qualifiers().entrySet()) {
      purl.append(separator)
          .append(qualifier.getKey())
          .append('=')
          .append(PackageUrls.encoded(qualifier.getValue()));
      separator = '&';
    }
    String shown = type.equals("maven") && !namespace.isEmpty() ? namespace + ":" + name : name;
    String full =
        (type.equals("npm") || type.equals("golang")) && !namespace.isEmpty()
            ? namespace + "/" + name
            : shown;
    return new Component("library", full, version, purl.toString(), Map.of(), licences);
  }
}
