package dev.ingot.deploy.apply;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.reference.Node;
import dev.ingot.graph.Graph;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Which steps of an apply have to wait because others are held for its stages. */
final class HeldSteps {
  private HeldSteps() {}

  /**
   * What is done to instances that follow held ones. They wait although nothing may be left to make
   * of what they follow: an earlier run has made it, and it is not verified yet.
   */
  static Set<Step> followers(
      Graph<Step> graph, Set<Node> held, ApplyContext context, StepRunner runner) {
    Set<Node> nodes = new HashSet<>(context.references.graph().withDependents(held));
    nodes.removeAll(held);
    Set<Step> found = new LinkedHashSet<>();
    for (ResourceChange change : context.plan.changes()) {
      Step make = new Step.Make(change.address());
      if (graph.contains(make)
          && runner.node(change.address()).filter(nodes::contains).isPresent()) {
        found.add(make);
      }
    }
    return found;
  }

  /** What has to wait for held steps: what depends on them, and old objects it still needs. */
  static Set<Step> waiting(Graph<Step> graph, Set<Step> held) {
    Set<Step> seeds = new LinkedHashSet<>(held);
    Set<Step> found = graph.withDependents(seeds);
    while (true) {
      boolean grown = false;
      for (Step step : found) {
        if (step instanceof Step.Make(InstanceAddress address)) {
          Step destroy = new Step.Destroy(address, Optional.empty());
          grown |= graph.contains(destroy) && !found.contains(destroy) && seeds.add(destroy);
        }
      }
      if (!grown) {
        return found;
      }
      found = graph.withDependents(seeds);
    }
  }
}
