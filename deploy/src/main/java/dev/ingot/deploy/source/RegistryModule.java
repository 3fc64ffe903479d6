package dev.ingot.deploy.source;

/**
 * A module's package in a registry.
 *
 * @param host in lower case, with the port if it isn't the usual one
 * @param system which it is for, mostly the name of a provider
 */
public record RegistryModule(String host, String namespace, String name, String system) {
  /** The registry of addresses that name none. */
  public static final String USUAL_HOST = "registry.terraform.io";

  /** {@code HOST/NAMESPACE/NAME/SYSTEM}. */
  @Override
  public String toString() {
    return host + "/" + path();
  }

  /** {@code NAMESPACE/NAME/SYSTEM}. */
  public String path() {
    return namespace + "/" + name + "/" + system;
  }
}
