package dev.ingot.cli.view;

import dev.ingot.address.ResourceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.release.ReleaseEvent.ImageChange;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A plan with one line for each resource, and the images of its machines. */
final class PlanLines {
  private PlanLines() {}

  private enum Kind {
    CREATED,
    REPLACED,
    CHANGED,
    DESTROYED,
    FORGOTTEN
  }

  static String of(Plan plan, List<ImageChange> images) {
    SortedMap<ResourceAddress, Map<Kind, Integer>> counts = new TreeMap<>();
    for (ResourceChange change : plan.changes()) {
      if (change.action() != ChangeAction.NO_OP && change.action() != ChangeAction.READ) {
        counts
            .computeIfAbsent(change.address().resource(), _ -> new EnumMap<>(Kind.class))
            .merge(kind(change.action()), 1, Integer::sum);
      }
    }
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (resource, kinds) -> {
          text.append("  ").append(resource).append(": ");
          String separator = "";
          for (Map.Entry<Kind, Integer> each : kinds.entrySet()) {
            text.append(separator)
                .append(each.getValue())
                .append(' ')
                .append(each.getKey().name().toLowerCase(Locale.ROOT));
            separator = ", ";
          }
          text.append('\n');
        });
    for (ImageChange change : images) {
      text.append("  image ").append(change.bucket()).append(": ");
      change.before().ifPresent(before -> text.append(before).append(" -> "));
      text.append(change.after()).append('\n');
    }
    if (text.isEmpty()) {
      return "Only outputs change.";
    }
    return "What will change (the whole plan: -full):\n" + text.toString().stripTrailing();
  }

  private static Kind kind(ChangeAction action) {
    return switch (action) {
      case CREATE -> Kind.CREATED;
      case UPDATE, READ, NO_OP -> Kind.CHANGED;
      case DELETE -> Kind.DESTROYED;
      case DELETE_THEN_CREATE, CREATE_THEN_DELETE -> Kind.REPLACED;
      case FORGET -> Kind.FORGOTTEN;
    };
  }
}
