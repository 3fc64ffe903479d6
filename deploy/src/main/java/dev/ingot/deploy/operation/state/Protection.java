package dev.ingot.deploy.operation.state;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.state.RawJson;
import dev.ingot.state.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The objects that no plan may destroy or replace, whatever the configuration says: neither an
 * edited file nor a removed one takes them. They are named in the state itself, in a member that
 * Terraform ignores and drops when it writes the state.
 *
 * @param addresses of resources, whose instances in all instances of their modules are protected,
 *     or of single instances; as texts
 */
public record Protection(NavigableSet<String> addresses) {
  private static final String MEMBER = "ingot_protected";

  public Protection {
    addresses = new TreeSet<>(addresses);
  }

  /** What a state protects. A list that can't be read protects everything. */
  public static Protection of(State state) {
    RawJson raw = state.unknownFields().get(MEMBER);
    return new Protection(raw == null ? new TreeSet<>() : read(raw));
  }

  private static NavigableSet<String> read(RawJson raw) {
    NavigableSet<String> addresses = new TreeSet<>();
    List<Value> elements = elements(raw).orElse(List.of(Values.NULL));
    for (Value element : elements) {
      // The empty address stands for everything.
      addresses.add(element.isNull() ? "" : Values.text(element).orElse(""));
    }
    return addresses;
  }

  private static Optional<List<Value>> elements(RawJson raw) {
    try {
      return Values.elements(ValueJson.parse(raw.text()));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The same with more addresses. */
  public Protection with(Collection<String> more) {
    NavigableSet<String> all = new TreeSet<>(addresses);
    all.addAll(more);
    return new Protection(all);
  }

  /** The same without some addresses. */
  public Protection without(Collection<String> others) {
    NavigableSet<String> all = new TreeSet<>(addresses);
    all.removeAll(others);
    return new Protection(all);
  }

  /** A state that protects these, with the next serial. */
  public State in(State state) {
    Map<String, RawJson> members = new HashMap<>(state.unknownFields());
    if (addresses.isEmpty()) {
      members.remove(MEMBER);
    } else {
      members.put(MEMBER, new RawJson(ValueJson.format(Values.strings(addresses))));
    }
    return new State(
        state.writerVersion(),
        state.serial() + 1,
        state.lineage(),
        state.outputs(),
        state.resources(),
        state.checkResults(),
        members);
  }

  /** Whether an instance is protected. */
  public boolean covers(InstanceAddress address) {
    return addresses.contains(address.toString())
        || addresses.contains(address.resource().toString())
        || addresses.contains(address.resource().configuration().toString())
        || addresses.contains("");
  }

  /**
   * The address of a resource or of an instance as it is kept.
   *
   * @throws AddressException if it is neither
   */
  public static String address(String text) {
    try {
      return ResourceAddress.parse(text).toString();
    } catch (AddressException e) {
      return InstanceAddress.parse(text).toString();
    }
  }

  /** Why a plan can't be carried out, an error for each protected object that it destroys. */
  public List<Diagnostic> refusals(Plan plan) {
    List<Diagnostic> refusals = new ArrayList<>();
    for (ResourceChange change : plan.changes()) {
      boolean current = change.deposed().isEmpty();
      if (current && change.action().destroys() && covers(change.address())) {
        refusals.add(
            Diagnostic.error(
                "Protected object",
                change.address()
                    + " is protected in the state, but the plan "
                    + (change.action().creates() ? "replaces" : "destroys")
                    + " it. To end its protection: ingot state unprotect '"
                    + change.address()
                    + "' (or the address of its whole resource, if that is protected)."));
      }
    }
    return refusals;
  }
}
