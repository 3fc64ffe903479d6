package dev.ingot.registry.distribution;

/**
 * A repository of an OCI registry.
 *
 * @param registry a host, with its port where it isn't the usual one
 * @param name such as {@code library/debian}
 */
public record Repository(String registry, String name) {
  @Override
  public String toString() {
    return registry + "/" + name;
  }
}
