package dev.ingot.release;

import dev.ingot.address.ResourceAddress;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Verdict;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.fake.FakeCloud;
import dev.ingot.rollout.Fleet;
import java.util.List;
import java.util.Optional;

/**
 * The machines of a {@link FakeCloud}. One whose {@code kind} begins with {@code broken} dies at
 * once; a balancer whose {@code size} isn't 80 reaches nothing.
 *
 * @param cutOff whether no balancer reaches anything
 */
record CloudFleet(FakeCloud cloud, boolean cutOff) implements Fleet {
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
    return kind.equals("gone") || kind.startsWith("broken")
        ? new Verdict.Dead("the machine is " + kind)
        : new Verdict.Healthy("tcp", "accepted");
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
}
