package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Keeps moves from being made in part: all that moved must be among the targets. */
final class TargetCoverage {
  private TargetCoverage() {}

  static void check(
      PlanOptions options, Map<InstanceAddress, InstanceAddress> moved, Diagnostics diagnostics) {
    if (options.targets().isEmpty()) {
      return;
    }
    SortedSet<InstanceAddress> missing = new TreeSet<>();
    moved.forEach(
        (to, from) -> {
          for (InstanceAddress address : new InstanceAddress[] {from, to}) {
            if (options.targets().stream().noneMatch(target -> target.matches(address))) {
              missing.add(address);
            }
          }
        });
    if (missing.isEmpty()) {
      return;
    }
    StringBuilder list = new StringBuilder();
    missing.forEach(address -> list.append("\n  -target=\"").append(quoted(address)).append('"'));
    diagnostics.add(
        Diagnostic.error(
            "Moved resource instances excluded by targeting",
            Phrase.of(
                "Resource instances in your current state have moved to new addresses in the latest"
                    + " configuration. Ingot must include those resource instances while planning"
                    + " in order to ensure a correct result, but your -target=... options do not"
                    + " fully cover all of those resource instances.\n\nTo create a valid plan,"
                    + " either remove your -target=... options altogether or add the following"
                    + " additional target options:%s\n\nNote that adding these options may include"
                    + " further additional resource instances in your plan, in order to respect"
                    + " object dependencies.",
                list)));
  }

  static String quoted(InstanceAddress address) {
    return address.toString().replace("\"", "\\\"");
  }
}
