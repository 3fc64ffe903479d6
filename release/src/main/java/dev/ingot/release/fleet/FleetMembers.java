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
import dev.ingot.state.ObjectState;
import dev.ingot.state.StateSession;
import dev.ingot.state.StoredAttributes;
import java.util.List;
import java.util.Optional;

/** The machines of a fleet, as a state has them at this moment. */
public final class FleetMembers implements Prober {
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
        : fleet.probe(member.get(), checks);
  }

  /** What the machine of an instance printed last. */
  Optional<String> lastWords(InstanceAddress address, int lines) {
    return find(address).flatMap(member -> fleet.lastWords(member, lines));
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
