package dev.ingot.release.fleet;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.stored.StoredValues;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Traffic;
import dev.ingot.health.Verdict;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.rollout.Fleet;
import dev.ingot.rollout.Fleet.Member;
import dev.ingot.rollout.Prober;
import dev.ingot.rollout.ResourceFleet;
import dev.ingot.rollout.analysis.TrafficSource;
import dev.ingot.state.ObjectState;
import dev.ingot.state.StateSession;
import dev.ingot.state.StoredAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The machines of a fleet that are current in a state at this moment. */
public final class FleetMembers implements Prober, TrafficSource {
  private final Fleet fleet;
  private final ResourceFleet any;
  private final StateSession session;
  private final List<ProviderSchema> schemas;

  /**
   * The machines that are current in a session.
   *
   * @param fleet the machines of a platform
   * @param any all other resources, which are checked by their attributes
   * @param schemas the schemas to read the state with
   */
  public FleetMembers(
      Fleet fleet, ResourceFleet any, StateSession session, Collection<ProviderSchema> schemas) {
    this.fleet = fleet;
    this.any = any;
    this.session = session;
    this.schemas = List.copyOf(schemas);
  }

  @Override
  public Verdict probe(InstanceAddress address, List<HealthCheck> checks)
      throws InterruptedException {
    Optional<Member> member = find(address);
    return member.isEmpty()
        ? new Verdict.Unhealthy(address.toString(), "no machine")
        : of(address).probe(member.get(), checks);
  }

  /** The last output of the machine of an instance. */
  Optional<String> lastWords(InstanceAddress address, int lines) {
    return find(address).flatMap(member -> of(address).lastWords(member, lines));
  }

  /** The platform's machines are found through the platform, all others by attributes. */
  private Fleet of(InstanceAddress address) {
    return fleet.has(address.resource()) ? fleet : any;
  }

  /** Whether users reach some machines through every front; the verdict of the first that fails. */
  Verdict reach(List<InstanceAddress> machines) throws InterruptedException {
    List<Member> members = members(machines);
    return ofFronts(front -> fleet.reach(front, members));
  }

  /** Whether every front has a healthy backend; the verdict of the first that has none. */
  public Verdict serves() throws InterruptedException {
    return ofFronts(fleet::serves);
  }

  private interface Question {
    Verdict ask(Member front) throws InterruptedException;
  }

  @Override
  public Optional<Traffic> traffic(List<InstanceAddress> machines) throws InterruptedException {
    List<Member> members = members(machines);
    Optional<Traffic> sum = Optional.empty();
    for (Member front : fronts()) {
      Optional<Traffic> through = fleet.traffic(front, members);
      sum =
          sum.isPresent() && through.isPresent()
              ? Optional.of(sum.get().plus(through.get()))
              : sum.or(() -> through);
    }
    return sum;
  }

  private List<Member> members(List<InstanceAddress> machines) {
    return machines.stream().flatMap(one -> find(one).stream()).toList();
  }

  private List<Member> fronts() {
    return session
        .state()
        .snapshot()
        .instances()
        .filter(address -> fleet.isFront(address.resource()))
        .flatMap(address -> find(address).stream())
        .toList();
  }

  private Verdict ofFronts(Question question) throws InterruptedException {
    List<Member> fronts = fronts();
    Verdict verdict = new Verdict.Healthy("fronts", "there are " + fronts.size());
    for (Member front : fronts) {
      if (verdict.isHealthy()) {
        verdict = question.ask(front);
      }
    }
    return verdict;
  }

  private Optional<Member> find(InstanceAddress address) {
    return session
        .state()
        .current(address)
        .map(object -> new Member(address, attributes(address, object)));
  }

  private Value attributes(InstanceAddress address, ObjectState object) {
    if (!(object.attributes() instanceof StoredAttributes.Json(var raw))) {
      return Values.NULL;
    }
    // Values whose type the schema leaves open are stored with their type.
    return schemas.stream()
        .flatMap(schema -> schema.resourceType(address.resource().type()).stream())
        .findFirst()
        .map(type -> StoredValues.parse(raw.text(), type.block().impliedType()))
        .orElseGet(() -> ValueJson.parse(raw.text()));
  }
}
