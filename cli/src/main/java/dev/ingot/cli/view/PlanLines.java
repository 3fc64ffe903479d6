package dev.ingot.cli.view;

import dev.ingot.address.ResourceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.release.ReleaseEvent.ImageChange;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

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
    Map<ResourceAddress, SortedSet<String>> replacing = new HashMap<>();
    for (ResourceChange change : plan.changes()) {
      if (change.action() != ChangeAction.NO_OP && change.action() != ChangeAction.READ) {
        counts
            .computeIfAbsent(change.address().resource(), _ -> new EnumMap<>(Kind.class))
            .merge(kind(change.action()), 1, Integer::sum);
        replacing
            .computeIfAbsent(change.address().resource(), _ -> new TreeSet<>())
            .addAll(replacing(change));
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
            SortedSet<String> why = replacing.getOrDefault(resource, new TreeSet<>());
            if (each.getKey() == Kind.REPLACED && !why.isEmpty()) {
              text.append(" (because of ").append(String.join(", ", why)).append(')');
            }
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

  /** The attributes that another object is needed for. */
  private static List<String> replacing(ResourceChange change) {
    return change.replacePaths().stream()
        .flatMap(path -> path.steps().stream().limit(1))
        .flatMap(
            step ->
                step instanceof ValuePath.Attribute(String name)
                    ? Stream.of(name)
                    : Stream.<String>empty())
        .toList();
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
