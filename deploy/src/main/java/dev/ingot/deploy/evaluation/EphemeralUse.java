package dev.ingot.deploy.evaluation;

import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps what must not be stored out of what is stored. */
public final class EphemeralUse {
  private EphemeralUse() {}

  /** Reports ephemeral values where they would be stored; whether there are none. */
  public static boolean check(
      Values.Unmarked config,
      ResourceType type,
      ResourceConfiguration resource,
      String address,
      Diagnostics diagnostics) {
    boolean good = true;
    List<ValuePath> writeOnly = type.block().writeOnlyPaths(config.value());
    Set<String> told = new HashSet<>();
    for (Values.PathMarks each : config.marks()) {
      if (each.marks().ephemeral()
          && !each.path().isRoot()
          && each.path().steps().getFirst() instanceof ValuePath.Attribute(String name)
          && writeOnly.stream().noneMatch(path -> isWithin(path, each.path()))) {
        if (told.add(name)) {
          diagnostics.add(refused(name, type, resource).about(address));
        }
        good = false;
      }
    }
    return good;
  }

  private static boolean isWithin(ValuePath outer, ValuePath path) {
    return path.steps().size() >= outer.steps().size()
        && path.steps().subList(0, outer.steps().size()).equals(outer.steps());
  }

  private static Diagnostic refused(
      String name, ResourceType type, ResourceConfiguration resource) {
    boolean attribute = type.block().attributes().containsKey(name);
    return Diagnostic.error(
        "Invalid use of ephemeral value",
        "Ephemeral values are not valid for \""
            + name
            + "\", because it is not "
            + (attribute
                ? "a write-only attribute and must be persisted to state."
                : "an assignable attribute."),
        attribute ? place(resource, name) : resource.body().missingItemRange());
  }

  private static SourceRange place(ResourceConfiguration resource, String name) {
    Body.BodySchema one =
        new Body.BodySchema(List.of(new Body.AttributeSchema(name, false)), List.of());
    Body.Attribute attribute =
        resource.body().partialContent(one, new Diagnostics()).content().attributes().get(name);
    return attribute == null ? resource.declaration() : attribute.expression().range();
  }

  /** The marks that stay on what is stored. */
  public static List<Values.PathMarks> storable(List<Values.PathMarks> marks) {
    if (marks.isEmpty()) {
      return marks;
    }
    List<Values.PathMarks> kept = new ArrayList<>();
    for (Values.PathMarks each : marks) {
      if (each.marks().sensitive()) {
        kept.add(new Values.PathMarks(each.path(), Marks.SENSITIVE));
      }
    }
    return kept;
  }
}
