package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** In every graph users come after what they use, and go before it. */
final class ApplyOrderPropertyTest {
  private record Network(String text, Map<String, Set<String>> uses) {}

  private static Network random(RandomGenerator random) {
    int size = 2 + random.nextInt(8);
    StringBuilder text = new StringBuilder("variable \"kind\" {}\n");
    Map<String, Set<String>> uses = new HashMap<>();
    for (int i = 0; i < size; i++) {
      String name = "r" + i;
      Set<String> used = new HashSet<>();
      for (int j = 0; j < i; j++) {
        if (random.nextInt(3) == 0) {
          used.add("r" + j);
        }
      }
      uses.put(name, used);
      text.append("locals {\n  l")
          .append(i)
          .append(" = [")
          .append(
              String.join(", ", used.stream().map(each -> "fake_thing." + each + ".id").toList()))
          .append("]\n}\n");
      boolean replaced = random.nextBoolean();
      text.append("resource \"fake_thing\" \"")
          .append(name)
          .append("\" {\n  name = \"")
          .append(name)
          .append("\"\n  note = join(\",\", local.l")
          .append(i)
          .append(")\n")
          .append(replaced ? "  kind = var.kind\n" : "")
          .append("  lifecycle {\n    create_before_destroy = ")
          .append(random.nextInt(3) == 0)
          .append("\n  }\n}\n");
    }
    return new Network(text.toString(), uses);
  }

  @Property(tries = 60)
  void usersComeLastAndGoFirst(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    Network network = random(new SplittableRandom(seed));
    Workbench bench = new Workbench().fake(network.text()).set("kind", Value.of("one"));
    good(bench.apply());
    assertOrder(network, List.copyOf(bench.events), "CREATE", false);

    bench.events.clear();
    bench.set("kind", Value.of("two"));
    good(bench.apply());
    assertThat(bench.cloud.objects()).hasSize(network.uses().size());
    assertOrder(network, List.copyOf(bench.events), "DELETE", true);
    assertThat(Workbench.actions(bench.planned())).isEmpty();

    bench.events.clear();
    good(bench.apply(PlanOptions.DESTROY));
    assertThat(bench.cloud.objects()).isEmpty();
    assertOrder(network, List.copyOf(bench.events), "DELETE", true);
  }

  private static void good(ApplyResult result) {
    assertThat(Workbench.texts(result.diagnostics())).isEmpty();
  }

  private static void assertOrder(
      Network network, List<String> events, String action, boolean usersFirst) {
    List<String> order = new ArrayList<>();
    for (String event : events) {
      if (event.startsWith(action + " ")) {
        order.add(event.split(" ", -1)[1].substring("fake_thing.".length()));
      }
    }
    network
        .uses()
        .forEach(
            (user, used) -> {
              for (String each : used) {
                if (order.contains(user) && order.contains(each)) {
                  assertThat(order.indexOf(user) < order.indexOf(each))
                      .as("%s uses %s in %s", user, each, order)
                      .isEqualTo(usersFirst);
                }
              }
            });
  }
}
