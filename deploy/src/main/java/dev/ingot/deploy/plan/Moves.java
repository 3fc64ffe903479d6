package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
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
import java.util.function.Function;

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
  record Result(
      State state,
      Map<InstanceAddress, InstanceAddress> previous,
      List<MoveStatement> statements) {}

  Result apply(State stored, Diagnostics diagnostics) {
    List<MoveStatement> statements = MoveStatements.of(references.root());
    if (!new MoveCheck(references, statements, diagnostics).run()) {
      return new Result(stored, Map.of(), statements);
    }
    // Where each object is now, by where it was.
    Map<InstanceAddress, InstanceAddress> places = new LinkedHashMap<>();
    Set<InstanceAddress> taken = new HashSet<>();
    stored
        .instances()
        .forEach(
            address -> {
              places.put(address, address);
              taken.add(address);
            });
    List<String> blocked = new ArrayList<>();
    for (MoveStatement statement : MoveStatements.ordered(statements)) {
      move(places, taken, address -> statement.move(address), blocked);
    }
    move(
        places,
        taken,
        address ->
            address.equals(places.get(address)) ? Optional.of(implied(address)) : Optional.empty(),
        blocked);
    Map<InstanceAddress, InstanceAddress> moved = new LinkedHashMap<>();
    places.forEach(
        (from, to) -> {
          if (!from.equals(to)) {
            moved.put(to, from);
          }
        });
    if (!blocked.isEmpty()) {
      diagnostics.add(
          Diagnostic.warning(
              "Unresolved resource instance address changes",
              Phrase.of(
                  "Ingot tried to adjust resource instance addresses in the prior state based on"
                      + " change information recorded in the configuration, but some adjustments"
                      + " did not succeed due to existing objects already at the intended"
                      + " addresses:%s\n\nIngot has planned to destroy these objects. If Ingot's"
                      + " proposed changes aren't appropriate, you must first resolve the conflicts"
                      + " using the \"ingot state\" subcommands and then create a new plan.",
                  String.join("", blocked))));
    }
    return new Result(state(stored, moved), moved, statements);
  }

  /** Makes one move of all objects it is about, but for those whose new place is taken. */
  private static void move(
      Map<InstanceAddress, InstanceAddress> places,
      Set<InstanceAddress> taken,
      Function<InstanceAddress, Optional<InstanceAddress>> move,
      List<String> blocked) {
    places.replaceAll(
        (original, at) -> {
          Optional<InstanceAddress> to = move.apply(at).filter(next -> !next.equals(at));
          if (to.isEmpty()) {
            return at;
          }
          if (!taken.add(to.get())) {
            blocked.add("\n  - " + at + " could not move to " + to.get());
            return at;
          }
          taken.remove(at);
          return to.get();
        });
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
              .ifPresent(resource -> providers.put(to, resource.provider(from.key())));
        });
    return PriorState.with(stored, changed, to -> Optional.ofNullable(providers.get(to)));
  }

  /** An object without a key is the one with key 0 once there is {@code count}, and back. */
  private InstanceAddress implied(InstanceAddress address) {
    return references
        .resource(address.resource().configuration())
        .map(Node.Resource::resource)
        .map(
            resource ->
                address
                    .resource()
                    .instance(
                        key(
                            address.key(),
                            resource.count().isPresent(),
                            resource.forEach().isPresent())))
        .orElse(address);
  }

  private static InstanceKey key(InstanceKey key, boolean counted, boolean each) {
    if (counted && key.equals(InstanceKey.none())) {
      return InstanceKey.of(0);
    }
    return !counted && !each && key.equals(InstanceKey.of(0)) ? InstanceKey.none() : key;
  }
}
