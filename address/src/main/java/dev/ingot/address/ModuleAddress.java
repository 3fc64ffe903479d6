package dev.ingot.address;

import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * An instance of a module, named by the calls that lead to it from the root module.
 *
 * @param calls from the root; empty for the root module
 */
public record ModuleAddress(List<Call> calls) implements Comparable<ModuleAddress> {
  /** The root module. */
  public static final ModuleAddress ROOT = new ModuleAddress(List.of());

  /** One call of a module and the key of its instance. */
  public record Call(String name, InstanceKey key) {}

  public ModuleAddress {
    calls = List.copyOf(calls);
  }

  /**
   * Reads {@code module.a["x"].module.b}; the empty text is the root module.
   *
   * @throws AddressException if it is not such an address
   */
  public static ModuleAddress parse(String text) {
    if (text.isEmpty()) {
      return ROOT;
    }
    List<AddressText.Step> steps = AddressText.steps(text);
    ModuleAddress module = AddressText.modules(steps);
    if (module.calls().size() * 2 != steps.size()) {
      throw new AddressException(
          "Expected the address of a module, such as module.name, but got \"" + text + "\".",
          steps.get(module.calls().size() * 2).offset());
    }
    return module;
  }

  /** Whether this is the root module. */
  public boolean isRoot() {
    return calls.isEmpty();
  }

  /** An instance of a module called in this one. */
  public ModuleAddress child(String name, InstanceKey key) {
    List<Call> longer = new ArrayList<>(calls.size() + 1);
    longer.addAll(calls);
    longer.add(new Call(name, key));
    return new ModuleAddress(longer);
  }

  /** The module that calls this one; the root module is its own. */
  public ModuleAddress parent() {
    return calls.size() <= 1 ? ROOT : new ModuleAddress(calls.subList(0, calls.size() - 1));
  }

  /** Whether a module is this one or called from it, at any depth. */
  public boolean contains(ModuleAddress other) {
    return other.calls.size() >= calls.size() && other.calls.subList(0, calls.size()).equals(calls);
  }

  /** The names of the calls without their keys: which piece of configuration it is. */
  public List<String> names() {
    return calls.stream().map(Call::name).toList();
  }

  /** A resource of this module. */
  public ResourceAddress resource(ResourceMode mode, String type, String name) {
    return new ResourceAddress(this, mode, type, name);
  }

  /** {@code module.a["x"].module.b}; nothing for the root module. */
  @Override
  public String toString() {
    if (calls.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (Call call : calls) {
      text.append(text.isEmpty() ? "module." : ".module.")
          .append(call.name())
          .append(call.key().suffix());
    }
    return text.toString();
  }

  /** Callers first; numbered instances by number. */
  @Override
  public int compareTo(ModuleAddress other) {
    int common = Math.min(calls.size(), other.calls.size());
    for (int i = 0; i < common; i++) {
      Call left = calls.get(i);
      Call right = other.calls.get(i);
      int order = Value.KEY_ORDER.compare(left.name(), right.name());
      if (order == 0) {
        order = left.key().compareTo(right.key());
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(calls.size(), other.calls.size());
  }
}
