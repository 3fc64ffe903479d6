package dev.ingot.release.fleet;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.deploy.stored.StoredValues;
import dev.ingot.health.Check;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Time;
import dev.ingot.health.Traffic;
import dev.ingot.health.Verdict;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.release.stack.Verification;
import dev.ingot.rollout.Fleet;
import dev.ingot.rollout.Fleet.Member;
import dev.ingot.rollout.LastWords;
import dev.ingot.rollout.Prober;
import dev.ingot.rollout.ResourceFleet;
import dev.ingot.rollout.analysis.TrafficSource;
import dev.ingot.state.ObjectState;
import dev.ingot.state.StateSession;
import dev.ingot.state.StoredAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The machines of a fleet that are current in a state at this moment. */
public final class FleetMembers implements Prober, TrafficSource {
  private final Fleet fleet;
  private final ResourceFleet any;
  private final StateSession session;
  private final List<ProviderSchema> schemas;
  private final Verification verify;
  private final Optional<TrafficWindow> window;
  private volatile Optional<ApplySession> applying = Optional.empty();

  /**
   * The machines that are current in a session.
   *
   * @param fleet the machines of a platform
   * @param any all other resources, which are checked by their attributes
   * @param schemas the schemas to read the state with
   * @param verify what has to hold of the release
   * @param time by which traffic is looked at
   */
  public FleetMembers(
      Fleet fleet,
      ResourceFleet any,
      StateSession session,
      Collection<ProviderSchema> schemas,
      Verification verify,
      Time time) {
    this.fleet = fleet;
    this.any = any;
    this.session = session;
    this.schemas = List.copyOf(schemas);
    this.verify = verify;
    this.window = verify.traffic().map(limited -> new TrafficWindow(limited.limits(), time));
  }

  /** From now on providers can be asked through a session; empty once it is closed. */
  public void during(Optional<ApplySession> session) {
    applying = session;
  }

  @Override
  public Verdict probe(InstanceAddress address, List<HealthCheck> checks)
      throws InterruptedException {
    Optional<Member> stored = find(address);
    if (stored.isEmpty()) {
      return new Verdict.Unhealthy(address.toString(), "no machine");
    }
    Optional<Member> member =
        checks.stream().anyMatch(check -> check.check() instanceof Check.Condition)
            ? refreshed(stored.get())
            : stored;
    return member.isEmpty()
        ? new Verdict.Dead("it is gone")
        : of(address).probe(member.get(), checks);
  }

  /** As its provider reports it now, or else as it is stored; empty if it is gone. */
  private Optional<Member> refreshed(Member stored) {
    Optional<Value> now = applying.flatMap(session -> session.refreshed(stored.address()));
    return now.filter(Value::isNull).isPresent()
        ? Optional.empty()
        : Optional.of(new Member(stored.address(), now.orElse(stored.attributes())));
  }

  /** The type of the attributes of a type of resource; empty if no schema has it. */
  public Optional<Type> type(String resource) {
    return schemas.stream()
        .flatMap(schema -> schema.resourceType(resource).stream())
        .findFirst()
        .map(type -> type.block().impliedType());
  }

  /** Whether the release has checks of its own. */
  public boolean hasReleaseChecks() {
    return !verify.isEmpty();
  }

  @Override
  public Verdict release() throws InterruptedException {
    Verdict verdict = serves();
    Value outputs = outputs();
    for (HealthCheck one : verify.checks()) {
      if (verdict.isHealthy()) {
        verdict = any.ask(ReleaseChecks.of(one.check(), outputs), "the release", outputs);
      }
    }
    // Asked in any case, so that its window is covered.
    Verdict limited = window.isEmpty() ? verdict : within(window.get());
    return verdict.isHealthy() ? limited : verdict;
  }

  /** Whether what users get of all machines is within the limits. */
  private Verdict within(TrafficWindow limited) throws InterruptedException {
    List<InstanceAddress> machines =
        session
            .state()
            .snapshot()
            .instances()
            .filter(address -> fleet.has(address.resource()))
            .toList();
    return limited.judge(members(machines), traffic(machines));
  }

  /** Whether the instances of a resource forward requests to machines. */
  public boolean isFront(ResourceAddress resource) {
    return fleet.isFront(resource);
  }

  private Value outputs() {
    Map<String, Value> values = new TreeMap<>();
    applying
        .map(ApplySession::outputs)
        .orElseGet(() -> session.state().outputs())
        .forEach((name, output) -> values.put(name, ReleaseChecks.value(output)));
    return Values.object(values);
  }

  /** The present machine of an instance; empty if there is none. */
  public Optional<Member> find(InstanceAddress address) {
    return session
        .state()
        .current(address)
        .map(object -> new Member(address, attributes(address, object)));
  }

  /** The last output of the machine of an instance. */
  Optional<String> lastWords(InstanceAddress address, Optional<LastWords> source, int lines) {
    Optional<Member> member = find(address);
    if (member.isEmpty() || source.isEmpty()) {
      return member.flatMap(found -> of(address).lastWords(found, lines));
    }
    Member present = refreshed(member.get()).orElse(member.get());
    return Optional.of(
        lastLines(new MachineOutput(any.commands()).of(source.get(), present), lines));
  }

  private static String lastLines(String text, int lines) {
    List<String> all = text.lines().toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
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
