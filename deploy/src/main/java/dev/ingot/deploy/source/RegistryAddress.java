package dev.ingot.deploy.source;

import java.util.Locale;
import java.util.Optional;

/**
 * A text read as the address of a module of a registry.
 *
 * @param module empty if it is none
 * @param subfolder as it is written
 * @param problem why it is none
 */
record RegistryAddress(
    Optional<RegistryModule> module, String subfolder, Optional<String> problem) {
  private static final String NAME_RULE =
      "must be between one and 64 characters, including ASCII letters, digits, dashes, and"
          + " underscores, where dashes and underscores may not be the prefix or suffix";

  static RegistryAddress read(String text) {
    int from = text.contains("://") ? text.indexOf("://") + 3 : 0;
    int inside = text.indexOf("//", from);
    String[] parts = (inside < 0 ? text : text.substring(0, inside)).split("/", -1);
    Optional<String> problem = problem(parts);
    if (problem.isPresent()) {
      return new RegistryAddress(Optional.empty(), "", problem);
    }
    int first = parts.length - 3;
    String host =
        first == 1
            ? java.net.IDN.toUnicode(parts[0].toLowerCase(Locale.ROOT))
            : RegistryModule.USUAL_HOST;
    return new RegistryAddress(
        Optional.of(new RegistryModule(host, parts[first], parts[first + 1], parts[first + 2])),
        inside < 0 ? "" : text.substring(inside + 2),
        Optional.empty());
  }

  /** Why the text is not the address of a registry module; empty if it is one. */
  private static Optional<String> problem(String[] parts) {
    if (parts.length != 3 && parts.length != 4) {
      return Optional.of(
          "a module registry source address must have either three or four slash-separated"
              + " components");
    }
    int first = parts.length - 3;
    if (first == 1) {
      Optional<String> host = hostProblem(parts[0]);
      if (host.isPresent()) {
        return host;
      }
    } else if (parts[0].contains(".")) {
      return Optional.of(
          "source address must have three more components after the hostname: the namespace, the"
              + " name, and the target system");
    }
    if (!isName(parts[first])) {
      return Optional.of("invalid namespace \"" + parts[first] + "\": " + NAME_RULE);
    }
    if (!isName(parts[first + 1])) {
      return Optional.of("invalid module name \"" + parts[first + 1] + "\": " + NAME_RULE);
    }
    String system = parts[first + 2];
    boolean fits =
        !system.isEmpty()
            && system.length() <= 64
            && system.chars().allMatch(c -> isAlphanumeric(c) && !Character.isUpperCase(c));
    return fits
        ? Optional.empty()
        : Optional.of(
            "invalid target system \""
                + system
                + "\": must be between one and 64 ASCII letters or digits");
  }

  private static Optional<String> hostProblem(String host) {
    if (host.equals("github.com") || host.equals("bitbucket.org")) {
      return Optional.of(
          "can't use \""
              + host
              + "\" as a module registry host, because it's reserved for installing directly from"
              + " version control repositories");
    }
    String name = host.contains(":") ? host.substring(0, host.indexOf(':')) : host;
    String port = host.contains(":") ? host.substring(host.indexOf(':') + 1) : "0";
    boolean labels = true;
    for (String label : name.split("\\.", -1)) {
      labels &=
          !label.isEmpty()
              && !label.startsWith("-")
              && !label.endsWith("-")
              && label.codePoints().allMatch(c -> c == '-' || Character.isLetterOrDigit(c));
    }
    boolean numbered = !port.isEmpty() && port.chars().allMatch(Character::isDigit);
    if (labels && numbered && name.contains(".") && !name.contains("--")) {
      return Optional.empty();
    }
    return Optional.of(
        "invalid module registry hostname \""
            + host
            + "\""
            + (host.contains("--")
                ? "; internationalized domain names must be given as direct unicode characters, not"
                    + " in punycode"
                : ""));
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= 64
        && name.chars().allMatch(c -> isAlphanumeric(c) || c == '-' || c == '_')
        && isAlphanumeric(name.charAt(0))
        && isAlphanumeric(name.charAt(name.length() - 1));
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
