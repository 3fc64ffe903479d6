package dev.ingot.address;

import dev.ingot.lang.value.Value;

/**
 * A resource in an instance of a module: all its instances together.
 *
 * @param type such as {@code terraform_data}
 * @param name the label in its block
 */
public record ResourceAddress(ModuleAddress module, ResourceMode mode, String type, String name)
    implements Comparable<ResourceAddress> {
  /**
   * Reads {@code module.a["x"].data.t.n}.
   *
   * @throws AddressException if it is not such an address, or names one instance
   */
  public static ResourceAddress parse(String text) {
    InstanceAddress instance = InstanceAddress.parse(text);
    if (!instance.key().equals(InstanceKey.none())) {
      throw new AddressException(
          "Expected a whole resource, but \"" + text + "\" names one instance of it.",
          text.lastIndexOf('['));
    }
    return instance.resource();
  }

  /** A resource of the root module. */
  public static ResourceAddress managed(String type, String name) {
    return new ResourceAddress(ModuleAddress.ROOT, ResourceMode.MANAGED, type, name);
  }

  /** One instance of it. */
  public InstanceAddress instance(InstanceKey key) {
    return new InstanceAddress(this, key);
  }

  /** Which block of the configuration it is. */
  public ConfigResource configuration() {
    return new ConfigResource(module.names(), mode, type, name);
  }

  /** {@code type.name} with {@code data.} or {@code ephemeral.} before it, without the module. */
  public String localText() {
    return ConfigResource.localText(mode, type, name);
  }

  /** The canonical text, such as {@code module.a["x"].data.t.n}. */
  @Override
  public String toString() {
    return module.isRoot() ? localText() : module + "." + localText();
  }

  /** By module, mode, type, name. */
  @Override
  public int compareTo(ResourceAddress other) {
    int order = module.compareTo(other.module);
    if (order == 0) {
      order = mode.compareTo(other.mode);
    }
    if (order == 0) {
      order = Value.KEY_ORDER.compare(type, other.type);
    }
    return order != 0 ? order : Value.KEY_ORDER.compare(name, other.name);
  }
}
