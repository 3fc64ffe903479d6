package dev.ingot.deploy.configuration;

import dev.ingot.lang.Phrase;
import java.util.List;
import java.util.Optional;

/**
 * The source of a module. Rules: the recorded behaviour of Terraform 1.11.
 *
 * @param text as it is written
 */
public record ModuleSource(Kind kind, String text) {
  /** The kind of source. */
  public enum Kind {
    /** A folder, by a path from the folder of the module that calls it. */
    LOCAL,
    /** A module of a registry. */
    REGISTRY,
    /** A package that is downloaded from its address. */
    REMOTE
  }

  private static final String NAME_RULE =
      "must be between one and 64 characters, including ASCII letters, digits, dashes, and"
          + " underscores, where dashes and underscores may not be the prefix or suffix";

  private static final List<String> LOCAL_PREFIXES = List.of("./", "../", ".\\", "..\\");
  private static final List<String> CODE_HOSTS =
      List.of("github.com", "gitlab.com", "bitbucket.org");

  /** An invalid module address, and why. */
  record Refused(Phrase problem) {}

  /** An address, or why it is invalid. */
  record Parsed(Optional<ModuleSource> source, Optional<Refused> refused) {
    private static Parsed of(Kind kind, String text) {
      return new Parsed(Optional.of(new ModuleSource(kind, text)), Optional.empty());
    }

    private static Parsed refused(String template, Object... arguments) {
      return new Parsed(Optional.empty(), Optional.of(new Refused(Phrase.of(template, arguments))));
    }
  }

  static boolean isLocal(String text) {
    return LOCAL_PREFIXES.stream().anyMatch(text::startsWith);
  }

  /** Reads an address that has no version beside it. */
  static Parsed parse(String text) {
    if (isLocal(text)) {
      return Parsed.of(Kind.LOCAL, text.replace('\\', '/'));
    }
    if (text.isEmpty()) {
      return Parsed.refused("Failed to parse module source address: invalid source address: .");
    }
    if (registryProblem(text).isEmpty()) {
      return Parsed.of(Kind.REGISTRY, text);
    }
    String rest = text;
    int forced = rest.indexOf("::");
    boolean named =
        forced > 0 && rest.substring(0, forced).chars().allMatch(Character::isLetterOrDigit);
    rest = named ? rest.substring(forced + 2) : rest;
    if (isRemote(rest)) {
      return Parsed.of(Kind.REMOTE, text);
    }
    return Parsed.refused(
        "Ingot failed to determine your intended installation method for remote module package"
            + " \"%s\".\n\nIf you intended this as a path relative to the current module, use"
            + " \"./%s\" instead. The \"./\" prefix indicates that the address is a relative"
            + " filesystem path.",
        rest, rest);
  }

  /** Reads an address with a version beside it, which only modules of registries have. */
  static Parsed parseRegistry(String text) {
    Optional<String> problem =
        isLocal(text)
            ? Optional.of("can't use local directory \"" + text + "\" as a module registry address")
            : registryProblem(text);
    return problem.isEmpty()
        ? Parsed.of(Kind.REGISTRY, text)
        : Parsed.refused(
            "Failed to parse module registry address: %s.\n\nIngot assumed that you intended a"
                + " module registry source address because you also set the argument \"version\","
                + " which applies only to registry modules.",
            problem.get());
  }

  private static boolean isRemote(String text) {
    boolean drive =
        text.length() > 2
            && Character.isLetter(text.charAt(0))
            && text.charAt(1) == ':'
            && (text.charAt(2) == '/' || text.charAt(2) == '\\');
    int scheme = text.indexOf("://");
    return drive
        || text.startsWith("/")
        || scheme > 0
        || (text.contains("@") && text.indexOf(':') > text.indexOf('@'))
        || CODE_HOSTS.stream().anyMatch(host -> isCodeHost(text, host))
        || text.contains(".amazonaws.com/")
        || text.contains(".googleapis.com/");
  }

  private static boolean isCodeHost(String text, String host) {
    return text.startsWith(host + "/") && text.split("/", -1).length >= 3;
  }

  /** Why the text is not the address of a registry module; empty if it is one. */
  private static Optional<String> registryProblem(String text) {
    int from = text.contains("://") ? text.indexOf("://") + 3 : 0;
    int inside = text.indexOf("//", from);
    String[] parts = (inside < 0 ? text : text.substring(0, inside)).split("/", -1);
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
