package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.Target;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.evaluation.Expansion;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import java.util.Optional;

/** Warns of requests to replace that name a resource where an instance is needed. */
final class ReplaceCoverage {
  private ReplaceCoverage() {}

  static void check(PlanOptions options, World world, Diagnostics diagnostics) {
    for (Target target : options.replace()) {
      if (target.resource().isEmpty()
          || !target.resource().get().key().equals(InstanceKey.none())) {
        continue;
      }
      InstanceAddress wanted = target.resource().get();
      String key = wanted.resource().localText();
      Optional<ResourceInstances> instances =
          world.instance(wanted.module()).flatMap(module -> module.resource(key));
      if (instances.isEmpty()
          || instances.get().expansion().kind() == Expansion.Kind.SINGLE
          || instances.get().expansion().instances().isEmpty()) {
        continue;
      }
      StringBuilder list = new StringBuilder();
      for (InstanceKey each : instances.get().expansion().instances().keySet()) {
        list.append("\n  -replace=\"")
            .append(TargetCoverage.quoted(instances.get().address().instance(each)))
            .append('"');
      }
      diagnostics.add(
          Diagnostic.warning(
              "Incompletely-matched force-replace resource instance",
              "Your force-replace request for "
                  + wanted
                  + " doesn't match any resource instances because it lacks an instance key.\n\nTo"
                  + " force replacement of particular instances, use one or more of the following"
                  + " options instead:"
                  + list));
    }
  }
}
