package dev.ingot.address;

import java.util.List;
import java.util.Optional;

/**
 * What {@code -target} or {@code -replace} names: a module, a resource with all its instances, or
 * one instance.
 *
 * @param module the module; for a resource the one it is in
 * @param resource the resource or instance; empty for the whole module
 */
public record Target(ModuleAddress module, Optional<InstanceAddress> resource) {
  /**
   * Reads an address.
   *
   * @throws AddressException if it is none
   */
  public static Target parse(String text) {
    try {
      InstanceAddress instance = InstanceAddress.parse(text);
      return new Target(instance.module(), Optional.of(instance));
    } catch (AddressException e) {
      if (text.startsWith("module.")) {
        return new Target(ModuleAddress.parse(text), Optional.empty());
      }
      throw e;
    }
  }

  /** Whether an instance is the target or part of it. */
  public boolean matches(InstanceAddress address) {
    if (resource.isEmpty()) {
      return within(module, address.module());
    }
    InstanceAddress wanted = resource.get();
    return wanted.resource().mode() == address.resource().mode()
        && wanted.resource().type().equals(address.resource().type())
        && wanted.resource().name().equals(address.resource().name())
        && wanted.module().calls().size() == address.module().calls().size()
        && within(wanted.module(), address.module())
        && (wanted.key().equals(InstanceKey.none()) || wanted.key().equals(address.key()));
  }

  /** Whether a block of the configuration may have instances that are named. */
  public boolean mayMatch(ConfigResource block) {
    if (resource.isPresent()) {
      return resource.get().resource().configuration().equals(block);
    }
    List<String> names = module.names();
    return block.modules().size() >= names.size()
        && block.modules().subList(0, names.size()).equals(names);
  }

  private static boolean within(ModuleAddress wanted, ModuleAddress found) {
    if (found.calls().size() < wanted.calls().size()) {
      return false;
    }
    for (int i = 0; i < wanted.calls().size(); i++) {
      ModuleAddress.Call want = wanted.calls().get(i);
      ModuleAddress.Call have = found.calls().get(i);
      if (!want.name().equals(have.name())
          || !(want.key().equals(InstanceKey.none()) || want.key().equals(have.key()))) {
        return false;
      }
    }
    return true;
  }

  /** The address as it is written. */
  @Override
  public String toString() {
    return resource.map(InstanceAddress::toString).orElseGet(module::toString);
  }
}
