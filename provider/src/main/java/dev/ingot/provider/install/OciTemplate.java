package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.registry.distribution.Repository;
import java.util.List;
import java.util.Optional;

/**
 * Where the repositories of an OCI mirror are: a text with {@code hostname}, {@code namespace} and
 * {@code type} of a provider in braces. Rules: OpenTofu's documentation of {@code oci_mirror}.
 */
public record OciTemplate(String text) {
  private static final List<String> NAMES = List.of("hostname", "namespace", "type");

  /** What is wrong with it; empty where nothing is. */
  Optional<String> problem(AddressPatterns patterns) {
    String rest = text;
    for (String name : NAMES) {
      rest = rest.replace("${" + name + "}", "x");
    }
    if (rest.contains("${") || rest.contains("%{")) {
      return Optional.of(
          "repository_template refers to something else than hostname, namespace and type");
    }
    if (repository(rest).isEmpty()) {
      return Optional.of(
          "repository_template is not a host and the name of a repository, such as"
              + " example.com/providers/${namespace}/${type}");
    }
    for (int i = 0; i < NAMES.size(); i++) {
      if (!text.contains("${" + NAMES.get(i) + "}") && isOpen(patterns, i)) {
        return Optional.of(
            "repository_template does not contain ${"
                + NAMES.get(i)
                + "}, which include leaves open: several providers would have one repository");
      }
    }
    return Optional.empty();
  }

  /** Whether a part of addresses may be of several kinds. */
  private static boolean isOpen(AddressPatterns patterns, int part) {
    if (patterns.include().isEmpty()) {
      return true;
    }
    return patterns.include().stream().map(pattern -> part(pattern, part)).distinct().count() > 1
        || patterns.include().stream().anyMatch(pattern -> part(pattern, part).equals("*"));
  }

  private static String part(String pattern, int index) {
    String[] parts = pattern.split("/", -1);
    int at = index - (NAMES.size() - parts.length);
    return at >= 0 ? parts[at] : index == 0 ? ProviderAddress.DEFAULT_HOST : "hashicorp";
  }

  /** The repository of a provider; empty if its name can't be one's. */
  Optional<Repository> repository(ProviderAddress address) {
    return repository(
        text.replace("${hostname}", address.host())
            .replace("${namespace}", address.namespace())
            .replace("${type}", address.type()));
  }

  private static Optional<Repository> repository(String text) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      return Optional.empty();
    }
    String host = text.substring(0, slash);
    String name = text.substring(slash + 1);
    boolean good =
        host.matches("[A-Za-z0-9.-]+(:[0-9]{1,5})?")
            && name.matches(
                "[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*");
    return good ? Optional.of(new Repository(host, name)) : Optional.empty();
  }
}
