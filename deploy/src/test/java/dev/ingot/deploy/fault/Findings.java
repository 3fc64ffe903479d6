package dev.ingot.deploy.fault;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.state.InstanceState;
import dev.ingot.state.Notice;
import dev.ingot.state.ObjectState;
import dev.ingot.state.State;
import dev.ingot.state.StateReading;
import dev.ingot.state.StoredAttributes;
import dev.ingot.state.Unresolved;
import dev.ingot.state.format.JsonFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What users were told and what the states were, and what has to hold of them together. */
final class Findings {
  private final SimulatedCloud cloud;
  private final boolean remote;
  private final Set<String> known = new TreeSet<>();
  private final Set<String> unmanaged = new TreeSet<>();
  private final StringBuilder said = new StringBuilder();
  private String lineage = "";
  private long serial;

  /**
   * @param remote whether several machines write the state, so that one may not know what another
   *     has done
   */
  Findings(SimulatedCloud cloud, boolean remote) {
    this.cloud = cloud;
    this.remote = remote;
  }

  void say(String text) {
    said.append(text.replace("\"", "")).append(" \n");
  }

  /** A state was pushed: onto an empty one, one of any lineage may be. */
  void pushed() {
    lineage = "";
  }

  void forget(State state, List<String> resources) {
    ids(state)
        .forEach(
            (id, address) -> {
              if (resources.contains(address.resource().toString())) {
                unmanaged.add(id);
              }
            });
  }

  /** The objects of a state by id, deposed ones as well. */
  static Map<String, InstanceAddress> ids(State state) {
    Map<String, InstanceAddress> ids = new LinkedHashMap<>();
    state
        .instances()
        .forEach(
            address -> {
              InstanceState instance = state.instance(address).orElseThrow();
              instance.current().flatMap(Findings::id).ifPresent(id -> ids.put(id, address));
              instance
                  .deposed()
                  .values()
                  .forEach(object -> id(object).ifPresent(id -> ids.put(id, address)));
            });
    return ids;
  }

  private static Optional<String> id(ObjectState object) {
    return object.attributes() instanceof StoredAttributes.Json(var json)
        ? JsonFields.text(json, "id")
        : Optional.empty();
  }

  void check(
      List<StateReading> readings, Optional<State> snapshot, List<SimulatedProcess> processes) {
    Set<String> stored = new TreeSet<>();
    StringBuilder toBeSaid = new StringBuilder(said);
    for (StateReading reading : readings) {
      stored.addAll(ids(reading.state()).keySet());
      for (Unresolved left : reading.unresolved()) {
        toBeSaid.append(' ').append(left.intent().address()).append(' ');
      }
      for (Notice notice : reading.notices()) {
        toBeSaid.append(notice.detail()).append(" \n");
      }
    }
    String named = toBeSaid.toString().replace("\"", "");
    for (SimulatedProcess process : processes) {
      checkComplete(process, stored, named);
    }
    cloud.there().forEach((id, bornAs) -> checkThere(id, bornAs, stored, named));
    known.addAll(stored);
    snapshot.ifPresent(this::checkSerial);
  }

  private void checkComplete(SimulatedProcess process, Set<String> stored, String named) {
    Map<String, ChangeAction> last = new LinkedHashMap<>();
    process.complete().forEach(done -> last.put(done.id(), done.action()));
    last.forEach(
        (id, action) -> {
          boolean holds =
              action == ChangeAction.DELETE
                  ? remote || !stored.contains(id)
                  : stored.contains(id)
                      || (remote && (isNamed(id, "?", named) || cloud.find(id).isEmpty()));
          if (!holds) {
            throw new Broken(
                action + " of " + id + " was reported as complete; the state says otherwise");
          }
        });
  }

  private void checkThere(String id, String bornAs, Set<String> stored, String named) {
    if (stored.contains(id) || unmanaged.contains(id)) {
      return;
    }
    boolean isNamed = isNamed(id, bornAs, named);
    if (known.contains(id) && !(remote && isNamed)) {
      throw new Broken(id + ", which was in the state, is lost");
    }
    if (!isNamed && !cloud.isByHand(id)) {
      throw new Broken(id + ", made as " + bornAs + ", is lost");
    }
  }

  private static boolean isNamed(String id, String bornAs, String named) {
    return named.contains(" " + bornAs + " ")
        || named.contains(" " + bornAs + ",")
        || named.contains(" " + bornAs + ":")
        || named.contains("id " + id + ")");
  }

  private void checkSerial(State snapshot) {
    if (!lineage.isEmpty() && !snapshot.lineage().equals(lineage)) {
      throw new Broken("another lineage");
    }
    if (snapshot.serial() < serial) {
      throw new Broken("the serial fell from " + serial + " to " + snapshot.serial());
    }
    lineage = snapshot.lineage();
    serial = snapshot.serial();
  }
}
