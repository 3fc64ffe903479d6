package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One end of a {@code moved} statement, relative to the module it stands in.
 *
 * @param modules the module calls, each with its key if one is written
 * @param resource the resource; empty for a whole module
 * @param key the key of the resource, if one is written
 */
record MoveEndpoint(List<Call> modules, Optional<Resource> resource, Optional<InstanceKey> key) {
  /** A module call. */
  record Call(String name, Optional<InstanceKey> key) {}

  /** A resource. */
  record Resource(ResourceMode mode, String type, String name) {}

  /** Reads an end; empty if it isn't an address. */
  static Optional<MoveEndpoint> parse(Traversal traversal) {
    List<Object> parts = new ArrayList<>();
    parts.add(traversal.root());
    for (Traversal.Step step : traversal.steps()) {
      switch (step) {
        case Traversal.Attribute(String name, var _) -> parts.add(name);
        case Traversal.Key(Value key, var _) -> {
          switch (key.unmarked()) {
            case Value.StringValue(String text) -> parts.add(InstanceKey.of(text));
            case Value.NumberValue(var number) ->
                parts.add(InstanceKey.of(number.asLong().orElse(-1)));
            default -> {
              return Optional.empty();
            }
          }
        }
      }
    }
    List<Call> modules = new ArrayList<>();
    int at = 0;
    while (at + 1 < parts.size()
        && parts.get(at).equals("module")
        && parts.get(at + 1) instanceof String name) {
      at += 2;
      Optional<InstanceKey> key = key(parts, at);
      at += key.isPresent() ? 1 : 0;
      modules.add(new Call(name, key));
    }
    if (at == parts.size()) {
      return modules.isEmpty()
          ? Optional.empty()
          : Optional.of(new MoveEndpoint(modules, Optional.empty(), Optional.empty()));
    }
    ResourceMode mode = parts.get(at).equals("data") ? ResourceMode.DATA : ResourceMode.MANAGED;
    at += mode == ResourceMode.DATA ? 1 : 0;
    if (at + 1 < parts.size()
        && parts.get(at) instanceof String type
        && parts.get(at + 1) instanceof String name) {
      Optional<InstanceKey> key = key(parts, at + 2);
      if (at + 2 + (key.isPresent() ? 1 : 0) == parts.size()) {
        return Optional.of(
            new MoveEndpoint(modules, Optional.of(new Resource(mode, type, name)), key));
      }
    }
    return Optional.empty();
  }

  private static Optional<InstanceKey> key(List<Object> parts, int at) {
    return at < parts.size() && parts.get(at) instanceof InstanceKey key
        ? Optional.of(key)
        : Optional.empty();
  }

  /** Whether keys are kept, since neither end has one at its last place. */
  static boolean keepsKeys(MoveEndpoint from, MoveEndpoint to) {
    return from.lastKey().isEmpty() && to.lastKey().isEmpty();
  }

  private Optional<InstanceKey> lastKey() {
    return resource.isPresent() || modules.isEmpty() ? key : modules.getLast().key();
  }

  /**
   * Where an instance is after a move; empty if the move is about others.
   *
   * @param path the names of the calls that lead to the module of the statement
   */
  static Optional<InstanceAddress> move(
      MoveEndpoint from, MoveEndpoint to, List<String> path, InstanceAddress address) {
    List<ModuleAddress.Call> calls = address.module().calls();
    int depth = path.size() + from.modules().size();
    if (calls.size() < depth
        || (from.resource().isPresent() && calls.size() != depth)
        || !address.module().names().subList(0, path.size()).equals(path)) {
      return Optional.empty();
    }
    boolean keeps = keepsKeys(from, to);
    for (int i = 0; i < from.modules().size(); i++) {
      Call wanted = from.modules().get(i);
      ModuleAddress.Call found = calls.get(path.size() + i);
      boolean last = from.resource().isEmpty() && i + 1 == from.modules().size();
      boolean any = wanted.key().isEmpty() && (!last || keeps);
      if (!wanted.name().equals(found.name())
          || !(any || wanted.key().orElse(InstanceKey.none()).equals(found.key()))) {
        return Optional.empty();
      }
    }
    if (from.resource().isPresent()) {
      Resource wanted = from.resource().get();
      boolean same =
          wanted.mode() == address.resource().mode()
              && wanted.type().equals(address.resource().type())
              && wanted.name().equals(address.resource().name())
              && (keeps || from.key().orElse(InstanceKey.none()).equals(address.key()));
      if (!same) {
        return Optional.empty();
      }
    }
    return Optional.of(to.place(from, keeps, path, address));
  }

  private InstanceAddress place(
      MoveEndpoint from, boolean keeps, List<String> path, InstanceAddress address) {
    List<ModuleAddress.Call> old = address.module().calls();
    List<ModuleAddress.Call> calls = new ArrayList<>(old.subList(0, path.size()));
    for (int i = 0; i < modules.size(); i++) {
      Call call = modules.get(i);
      boolean last = resource.isEmpty() && i + 1 == modules.size();
      InstanceKey kept =
          i < from.modules().size() && (!last || keeps)
              ? old.get(path.size() + i).key()
              : InstanceKey.none();
      calls.add(new ModuleAddress.Call(call.name(), call.key().orElse(kept)));
    }
    int rest = path.size() + from.modules().size();
    calls.addAll(from.resource().isPresent() ? List.of() : old.subList(rest, old.size()));
    ModuleAddress module = new ModuleAddress(calls);
    if (resource.isEmpty()) {
      return module
          .resource(address.resource().mode(), address.resource().type(), address.resource().name())
          .instance(address.key());
    }
    Resource target = resource.get();
    return module
        .resource(target.mode(), target.type(), target.name())
        .instance(keeps ? address.key() : key.orElse(InstanceKey.none()));
  }

  /** The address as it is written. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Call call : modules) {
      text.append(text.isEmpty() ? "" : ".")
          .append("module.")
          .append(call.name())
          .append(call.key().map(InstanceKey::suffix).orElse(""));
    }
    resource.ifPresent(
        found ->
            text.append(text.isEmpty() ? "" : ".")
                .append(found.mode() == ResourceMode.DATA ? "data." : "")
                .append(found.type())
                .append('.')
                .append(found.name())
                .append(key.map(InstanceKey::suffix).orElse("")));
    return text.toString();
  }
}
