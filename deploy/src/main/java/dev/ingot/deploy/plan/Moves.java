package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.reference.ModuleNodes;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.state.InstanceState;
import dev.ingot.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives stored objects the addresses that {@code moved} statements say, and those that follow from
 * {@code count} having been added or taken away.
 */
final class Moves {
  private final ReferenceGraph references;

  Moves(ReferenceGraph references) {
    this.references = references;
  }

  /**
   * @param previous where an object was, by where it is now
   */
  record Result(State state, Map<InstanceAddress, InstanceAddress> previous) {}

  Result apply(State stored, Diagnostics diagnostics) {
    List<MoveStatements.Statement> statements =
        new MoveStatements(references.root(), diagnostics).list();
    if (diagnostics.hasErrors()) {
      return new Result(stored, Map.of());
    }
    Set<InstanceAddress> taken = new HashSet<>();
    stored.instances().forEach(taken::add);
    Map<InstanceAddress, InstanceAddress> moved = new LinkedHashMap<>();
    List<String> blocked = new ArrayList<>();
    for (InstanceAddress address : stored.instances().toList()) {
      InstanceAddress to = destination(address, statements);
      if (to.equals(address)) {
        continue;
      }
      if (taken.contains(to)) {
        blocked.add("\n  - " + address + " could not move to " + to);
        continue;
      }
      taken.remove(address);
      taken.add(to);
      moved.put(to, address);
    }
    if (!blocked.isEmpty()) {
      diagnostics.add(
          Diagnostic.warning(
              "Unresolved resource instance address changes",
              "Ingot tried to adjust resource instance addresses in the prior state based on"
                  + " change information recorded in the configuration, but some adjustments did"
                  + " not succeed due to existing objects already at the intended addresses:"
                  + String.join("", blocked)
                  + "\n\nIngot has planned to destroy these objects. If Ingot's proposed"
                  + " changes aren't appropriate, you must first resolve the conflicts using the"
                  + " \"ingot state\" subcommands and then create a new plan."));
    }
    return new Result(state(stored, moved), moved);
  }

  private static State state(State stored, Map<InstanceAddress, InstanceAddress> moved) {
    if (moved.isEmpty()) {
      return stored;
    }
    Map<InstanceAddress, Optional<InstanceState>> changed = new HashMap<>();
    Map<InstanceAddress, ProviderConfigAddress> providers = new HashMap<>();
    moved.forEach((to, from) -> changed.put(from, Optional.empty()));
    moved.forEach(
        (to, from) -> {
          changed.put(to, stored.instance(from));
          stored
              .resource(from.resource())
              .ifPresent(resource -> providers.put(to, resource.provider()));
        });
    return PriorState.with(stored, changed, to -> Optional.ofNullable(providers.get(to)));
  }

  private InstanceAddress destination(
      InstanceAddress address, List<MoveStatements.Statement> statements) {
    InstanceAddress at = address;
    Set<InstanceAddress> seen = new HashSet<>();
    boolean again = true;
    while (again && seen.add(at)) {
      again = false;
      for (MoveStatements.Statement statement : statements) {
        Optional<InstanceAddress> next =
            MoveEndpoint.move(statement.from(), statement.to(), statement.path(), at);
        if (next.isPresent() && !next.get().equals(at)) {
          at = next.get();
          again = true;
        }
      }
    }
    return implied(at);
  }

  /** An object without a key is the one with key 0 once there is {@code count}, and back. */
  private InstanceAddress implied(InstanceAddress address) {
    List<ModuleAddress.Call> calls = new ArrayList<>();
    ModuleNodes at = references.root();
    for (ModuleAddress.Call call : address.module().calls()) {
      ModuleCall declared = at.tree().module().calls().get(call.name());
      ModuleNodes child = at.children().get(call.name());
      if (declared == null || child == null) {
        return address;
      }
      calls.add(
          new ModuleAddress.Call(
              call.name(),
              key(call.key(), declared.count().isPresent(), declared.forEach().isPresent())));
      at = child;
    }
    String local = address.resource().localText();
    ResourceConfiguration resource = at.tree().module().resources().get(local);
    if (resource == null) {
      return address;
    }
    InstanceKey key =
        key(address.key(), resource.count().isPresent(), resource.forEach().isPresent());
    return new ModuleAddress(calls)
        .resource(address.resource().mode(), address.resource().type(), address.resource().name())
        .instance(key);
  }

  private static InstanceKey key(InstanceKey key, boolean counted, boolean each) {
    if (counted && key.equals(InstanceKey.none())) {
      return InstanceKey.of(0);
    }
    return !counted && !each && key.equals(InstanceKey.of(0)) ? InstanceKey.none() : key;
  }
}
