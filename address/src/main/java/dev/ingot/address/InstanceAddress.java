package dev.ingot.address;

import java.util.List;

/** One instance of a resource. */
public record InstanceAddress(ResourceAddress resource, InstanceKey key)
    implements Comparable<InstanceAddress> {
  /**
   * Reads {@code module.a["x"].data.t.n[0]}.
   *
   * @throws AddressException if it is not such an address
   */
  public static InstanceAddress parse(String text) {
    List<AddressText.Step> steps = AddressText.steps(text);
    ModuleAddress module = AddressText.modules(steps);
    return AddressText.instance(steps, module)
        .orElseThrow(
            () ->
                new AddressException(
                    "Expected the address of a resource, such as type.name or"
                        + " module.name.type.name[0], but got \""
                        + text
                        + "\".",
                    0));
  }

  /** The module it is in. */
  public ModuleAddress module() {
    return resource.module();
  }

  /** The canonical text, such as {@code module.a["x"].data.t.n[0]}. */
  @Override
  public String toString() {
    return resource + key.suffix();
  }

  /** By resource, then key. */
  @Override
  public int compareTo(InstanceAddress other) {
    int order = resource.compareTo(other.resource);
    return order != 0 ? order : key.compareTo(other.key);
  }
}
