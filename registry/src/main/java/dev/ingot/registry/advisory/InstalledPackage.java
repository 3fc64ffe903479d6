package dev.ingot.registry.advisory;

import dev.ingot.registry.evidence.Component;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A package as advisories name it.
 *
 * @param component as a bill of materials names it, with its version
 * @param ecosystems where it may be named; for a distribution its release, and all releases
 * @param name the name in them: for Debian and Alpine that of its source
 * @param version the version that belongs to this name
 */
public record InstalledPackage(
    String component, List<Ecosystem> ecosystems, String name, String version) {
  public InstalledPackage {
    ecosystems = List.copyOf(ecosystems);
  }

  /** The package of a component; empty if advisories don't name such ones. */
  public static Optional<InstalledPackage> of(Component component) {
    return component.purl().startsWith("pkg:") && !component.version().isEmpty()
        ? parse(component.purl())
            .map(
                each ->
                    new InstalledPackage(
                        component.name() + " " + component.version(),
                        each.ecosystems(),
                        each.name(),
                        each.version()))
        : Optional.empty();
  }

  /** The name and version of a package URL as bills of materials name them; empty if it is none. */
  public static Optional<String> named(String purl) {
    return purl.startsWith("pkg:")
        ? parts(purl).filter(each -> !each.version().isEmpty()).map(Parts::shown)
        : Optional.empty();
  }

  private record Parts(
      String type, String namespace, String name, String version, Map<String, String> qualifiers) {
    String shown() {
      String full =
          switch (type) {
            case "maven" -> namespace + ":" + name;
            case "npm", "golang" -> namespace.isEmpty() ? name : namespace + "/" + name;
            default -> name;
          };
      return full + " " + version;
    }
  }

  private static Optional<InstalledPackage> parse(String purl) {
    return parts(purl).flatMap(InstalledPackage::of);
  }

  private static Optional<Parts> parts(String purl) {
    String whole = purl.substring("pkg:".length());
    int subpath = whole.indexOf('#');
    String text = subpath < 0 ? whole : whole.substring(0, subpath);
    int question = text.indexOf('?');
    Map<String, String> qualifiers = qualifiers(question < 0 ? "" : text.substring(question + 1));
    String path = question < 0 ? text : text.substring(0, question);
    int slash = path.indexOf('/');
    int at = path.lastIndexOf('@');
    if (slash < 0 || at < slash) {
      return Optional.empty();
    }
    String version = decoded(path.substring(at + 1));
    List<String> parts = new ArrayList<>();
    for (String part : path.substring(slash + 1, at).split("/")) {
      parts.add(decoded(part));
    }
    String name = parts.removeLast();
    String namespace = String.join("/", parts);
    String type = path.substring(0, slash).toLowerCase(Locale.ROOT);
    return Optional.of(new Parts(type, namespace, name, version, qualifiers));
  }

  private static Optional<InstalledPackage> of(Parts parts) {
    Map<String, String> qualifiers = parts.qualifiers();
    String name = parts.name();
    String namespace = parts.namespace();
    String version = parts.version();
    String upstream = qualifiers.getOrDefault("upstream", "");
    return switch (parts.type()) {
      case "deb", "apk" -> {
        int split = upstream.lastIndexOf('@');
        String source = split < 0 ? upstream : upstream.substring(0, split);
        yield distribution(
            namespace,
            qualifiers,
            source.isEmpty() ? name : source,
            split < 0 ? version : upstream.substring(split + 1));
      }
      case "rpm" -> {
        String epoch = qualifiers.getOrDefault("epoch", "");
        yield distribution(
            namespace, qualifiers, name, epoch.isEmpty() ? version : epoch + ":" + version);
      }
      case "npm", "pypi" ->
          of(parts.type(), namespace.isEmpty() ? name : namespace + "/" + name, version);
      case "golang" -> of("go", namespace.isEmpty() ? name : namespace + "/" + name, version);
      case "maven" -> of("maven", namespace + ":" + name, version);
      default -> Optional.empty();
    };
  }

  private static Optional<InstalledPackage> of(String ecosystem, String name, String version) {
    Ecosystem known = new Ecosystem(ecosystem);
    return Optional.of(
        new InstalledPackage(name + " " + version, List.of(known), known.name(name), version));
  }

  private static Optional<InstalledPackage> distribution(
      String id, Map<String, String> qualifiers, String name, String version) {
    String distro = qualifiers.getOrDefault("distro", "");
    String release = distro.substring(distro.lastIndexOf('-') + 1);
    int dot = release.indexOf('.');
    String major = dot < 0 ? release : release.substring(0, dot);
    List<String> keys =
        switch (id) {
          case "debian" -> List.of("debian:" + major, "debian");
          case "ubuntu" -> List.of("ubuntu:" + release, "ubuntu");
          case "alpine" -> List.of("alpine:" + branch(release), "alpine");
          case "wolfi", "chainguard" -> List.of(id);
          case "rocky" -> List.of("rocky linux:" + major, "rocky linux");
          case "almalinux" -> List.of("almalinux:" + major, "almalinux");
          case "rhel", "redhat" -> List.of("red hat:" + major);
          case "mageia" -> List.of("mageia:" + major);
          case "opensuse-leap" -> List.of("opensuse:leap " + release);
          case "opensuse-tumbleweed" -> List.of("opensuse:tumbleweed");
          case "sles" ->
              List.of(
                  "suse:linux enterprise server "
                      + major
                      + (dot < 0 ? "" : " sp" + release.substring(dot + 1)));
          default -> List.of();
        };
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new InstalledPackage(
                name + " " + version, keys.stream().map(Ecosystem::new).toList(), name, version));
  }

  /** The first two numbers of a release. */
  private static String branch(String release) {
    String[] numbers = release.split("\\.");
    return numbers.length < 2 ? release : numbers[0] + "." + numbers[1];
  }

  private static Map<String, String> qualifiers(String text) {
    Map<String, String> qualifiers = new TreeMap<>();
    for (String part : text.split("&")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        qualifiers.put(part.substring(0, equals), decoded(part.substring(equals + 1)));
      }
    }
    return qualifiers;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
