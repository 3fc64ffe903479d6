package dev.ingot.registry.advisory;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where packages come from, a release of a distribution or a registry of libraries: names mean one
 * thing in it, and versions have one order.
 *
 * @param key such as {@code debian:12}, {@code alpine:3.20} or {@code npm}
 */
record Ecosystem(String key) {
  private static final Pattern RED_HAT =
      Pattern.compile("red hat:(?:enterprise_linux|rhel_[a-z]+):(\\d+)(?:[.:].*)?");

  /** How versions are compared. */
  private enum Order {
    DEBIAN,
    ALPINE,
    RPM,
    SEMANTIC,
    PYTHON,
    MAVEN
  }

  /**
   * By its name in OSV's records, such as {@code Ubuntu:22.04:LTS}. Empty for those whose packages
   * no bill of materials lists by this name, such as extended support.
   */
  static Optional<Ecosystem> named(String osv) {
    String name = osv.toLowerCase(Locale.ROOT);
    Matcher redHat = RED_HAT.matcher(name);
    if (redHat.matches()) {
      return Optional.of(new Ecosystem("red hat:" + redHat.group(1)));
    }
    String key =
        switch (family(name)) {
          case "ubuntu" -> name.startsWith("ubuntu:pro") ? "" : name.replaceFirst(":lts$", "");
          case "alpine" -> name.replaceFirst(":v", ":");
          case "red hat" -> "";
          case "maven", "npm", "pypi", "go" -> family(name);
          default -> name;
        };
    return key.isEmpty() || order(key).isEmpty()
        ? Optional.empty()
        : Optional.of(new Ecosystem(key));
  }

  /** How its versions are ordered. */
  int compare(String version, String other) {
    return switch (order(key).orElse(Order.SEMANTIC)) {
      case DEBIAN -> DebianOrder.compare(version, other);
      case ALPINE -> AlpineOrder.compare(version, other);
      case RPM -> RpmOrder.compare(version, other);
      case SEMANTIC -> SemanticOrder.compare(version, other);
      case PYTHON -> PythonOrder.compare(version, other);
      case MAVEN -> MavenOrder.compare(version, other);
    };
  }

  /** A name as it is looked up; case counts but for Python, where {@code _} and {@code .} don't. */
  String name(String name) {
    return key.equals("pypi") ? name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-") : name;
  }

  private static String family(String key) {
    int colon = key.indexOf(':');
    return colon < 0 ? key : key.substring(0, colon);
  }

  private static Optional<Order> order(String key) {
    return switch (family(key)) {
      case "debian", "ubuntu" -> Optional.of(Order.DEBIAN);
      case "alpine", "wolfi", "chainguard" -> Optional.of(Order.ALPINE);
      case "rocky linux", "almalinux", "red hat", "mageia", "opensuse", "suse" ->
          Optional.of(Order.RPM);
      case "npm", "go" -> Optional.of(Order.SEMANTIC);
      case "pypi" -> Optional.of(Order.PYTHON);
      case "maven" -> Optional.of(Order.MAVEN);
      default -> Optional.empty();
    };
  }
}
