package dev.ingot.release.fleet;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Verdict;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.rollout.Fleet;
import dev.ingot.rollout.Fleet.Member;
import dev.ingot.rollout.Prober;
import dev.ingot.rollout.ResourceFleet;
import dev.ingot.state.ObjectState;
import dev.ingot.state.StateSession;
import dev.ingot.state.StoredAttributes;
import java.util.List;
import java.util.Optional;

/** The machines of a fleet, as a state has them at this moment. */
public final class FleetMembers implements Prober {
  private static final Fleet ANY = new ResourceFleet();

  private final Fleet fleet;
  private final StateSession session;

  /** The machines that are current in a session. */
  public FleetMembers(Fleet fleet, StateSession session) {
    this.fleet = fleet;
    this.session = session;
  }

  @Override
  public Verdict probe(InstanceAddress address, List<HealthCheck> checks)
      throws InterruptedException {
    Optional<Member> member = find(address);
    return member.isEmpty()
        ? new Verdict.Unhealthy(address.toString(), "it has no machine")
        : of(address).probe(member.get(), checks);
  }

  /** What the machine of an instance printed last. */
  Optional<String> lastWords(InstanceAddress address, int lines) {
    return find(address).flatMap(member -> of(address).lastWords(member, lines));
  }

  /** The platform's own machines are met by what it knows of them, all others by attributes. */
  private Fleet of(InstanceAddress address) {
    return fleet.has(address.resource()) ? fleet : ANY;
  }

  /**
   * Whether users reach some machines through every front there is; the first that they don't by.
   */
  Verdict reach(List<InstanceAddress> machines) throws InterruptedException {
    List<Member> members = machines.stream().flatMap(one -> find(one).stream()).toList();
    List<InstanceAddress> fronts =
        session
            .state()
            .snapshot()
            .instances()
            .filter(address -> fleet.isFront(address.resource()))
            .toList();
    Verdict verdict = new Verdict.Healthy("fronts", "there are " + fronts.size());
    for (InstanceAddress front : fronts) {
      Optional<Member> found = find(front);
      if (verdict.isHealthy() && found.isPresent()) {
        verdict = fleet.reach(found.get(), members);
      }
    }
    return verdict;
  }

  private Optional<Member> find(InstanceAddress address) {
    return session.state().current(address).map(object -> new Member(address, attributes(object)));
  }

  private static Value attributes(ObjectState object) {
    return object.attributes() instanceof StoredAttributes.Json(var raw)
        ? ValueJson.parse(raw.text())
        : Values.NULL;
  }
}
