package dev.ingot.release;

import dev.ingot.address.ResourceAddress;
import dev.ingot.health.AttributeCheck;
import dev.ingot.health.Check;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.LatencyHistogram;
import dev.ingot.health.Traffic;
import dev.ingot.health.Verdict;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.fake.FakeCloud;
import dev.ingot.rollout.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The machines of a {@link FakeCloud}. One whose {@code kind} begins with {@code broken} dies at
 * once, one with {@code ill} accepts no connections, {@code v1} none at port 99; a balancer whose
 * {@code size} isn't 80 reaches nothing.
 *
 * @param cutOff whether no balancer reaches anything
 * @param time by which requests come
 */
record CloudFleet(FakeCloud cloud, boolean cutOff, InstantSource time) implements Fleet {
  @Override
  public boolean has(ResourceAddress resource) {
    return resource.type().equals("fake_keyed");
  }

  @Override
  public Verdict probe(Member machine, List<HealthCheck> checks) {
    String kind =
        cloud
            .find(text(machine.attributes(), "id"))
            .map(object -> text(object, "kind"))
            .orElse("gone");
    if (kind.equals("gone") || kind.startsWith("broken")) {
      return new Verdict.Dead("the machine is " + kind);
    }
    return checks.stream()
        .map(check -> answer(check.check(), kind, machine))
        .filter(verdict -> !verdict.isHealthy())
        .findFirst()
        .orElse(new Verdict.Healthy("tcp", "accepted"));
  }

  private static Verdict answer(Check check, String kind, Member machine) {
    return switch (check) {
      case Check.Condition condition -> AttributeCheck.judge(condition, machine.attributes());
      case Check.Tcp tcp when kind.startsWith("ill") || (tcp.port() == 99 && kind.equals("v1")) ->
          new Verdict.Unhealthy("tcp " + tcp.port(), "connection refused");
      case Check _ -> new Verdict.Healthy("tcp", "accepted");
    };
  }

  /** A machine whose {@code name} begins with {@code keeper} has a volume of that name. */
  @Override
  public Set<String> holds(ResourceAddress resource, Value attributes) {
    return has(resource) && text(attributes, "name").startsWith("keeper")
        ? Set.of(text(attributes, "name"))
        : Set.of();
  }

  @Override
  public boolean isFront(ResourceAddress resource) {
    return resource.type().equals("fake_thing");
  }

  @Override
  public Verdict reach(Member front, List<Member> machines) {
    return !cutOff && Values.attribute(front.attributes(), "size").equals(Optional.of(Value.of(80)))
        ? new Verdict.Healthy("balancer", "its backends are healthy")
        : new Verdict.Unhealthy("balancer", "connection refused");
  }

  @Override
  public Verdict serves(Member front) {
    return reach(front, List.of());
  }

  /**
   * Ten requests a second to each machine. One whose {@code kind} begins with {@code erring}
   * answers every second with an error, one with {@code slow} after a second, one with {@code idle}
   * gets none.
   */
  @Override
  public Optional<Traffic> traffic(Member front, List<Member> machines) {
    long requests = Duration.between(Instant.EPOCH, time.instant()).toMillis() / 100;
    return machines.stream()
        .map(machine -> traffic(text(machine.attributes(), "kind"), requests))
        .reduce(Traffic::plus);
  }

  private static Traffic traffic(String kind, long requests) {
    if (kind.startsWith("idle")) {
      return Traffic.NONE;
    }
    long errors = kind.startsWith("erring") ? requests / 2 : 0;
    long[] counts = new long[LatencyHistogram.BUCKETS];
    Duration took = Duration.ofMillis(kind.startsWith("slow") ? 1000 : 1);
    counts[LatencyHistogram.bucketOf(took.toNanos())] = requests;
    return new Traffic(requests - errors, 0, errors, 0, LatencyHistogram.of(counts));
  }

  @Override
  public Optional<String> lastWords(Member machine, int lines) {
    return Optional.of("I am " + text(machine.attributes(), "kind"));
  }

  @Override
  public Optional<String> image(ResourceAddress resource, Value attributes) {
    return Optional.empty();
  }

  static String text(Value object, String name) {
    return Values.attribute(object, name).flatMap(Values::text).orElse("");
  }

  static String tag(Value object, String name) {
    return Values.attribute(object, "tags")
        .flatMap(Values::entries)
        .flatMap(tags -> Optional.ofNullable(tags.get(name)))
        .flatMap(Values::text)
        .orElse("");
  }
}
