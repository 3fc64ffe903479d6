package dev.ingot.deploy.document;

import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What changed outside and the changes of a plan follow from: of each object only the attributes
 * that expressions of changed objects refer to. Rules: the recorded output of Terraform 1.11.
 */
public final class RelevantDrift {
  private RelevantDrift() {}

  /** The changes to show, in the order of the plan; both objects of each have what is shown. */
  public static List<ResourceChange> of(Plan plan) {
    if (plan.drift().isEmpty()) {
      return List.of();
    }
    Map<String, List<List<Value>>> relevant = new HashMap<>();
    for (RelevantAttributes.Attribute each : RelevantAttributes.of(plan)) {
      relevant.computeIfAbsent(each.resource(), _ -> new ArrayList<>()).add(each.path());
    }
    List<ResourceChange> shown = new ArrayList<>();
    for (ResourceChange change : plan.drift()) {
      List<List<Value>> paths = relevant.getOrDefault(change.address().toString(), List.of());
      if (!paths.isEmpty()) {
        reduced(change, paths).ifPresent(shown::add);
      }
    }
    return shown;
  }

  private static Optional<ResourceChange> reduced(ResourceChange change, List<List<Value>> paths) {
    Value before = change.before();
    Value after =
        change.after().isNull() ? withNothing(before, paths) : part(before, change.after(), paths);
    return after.equals(before) ? Optional.empty() : Optional.of(change.withAfter(after));
  }

  /** An object that is gone, with what nothing refers to as it was. */
  private static Value withNothing(Value before, List<List<Value>> paths) {
    Optional<SortedMap<String, Value>> attributes = Values.entries(before);
    if (attributes.isEmpty()) {
      return Values.NULL;
    }
    Map<String, Value> left = new TreeMap<>();
    attributes
        .get()
        .forEach(
            (name, value) ->
                left.put(
                    name,
                    below(paths, Value.of(name)).isEmpty() ? value : Value.nullOf(value.type())));
    return Values.object(left);
  }

  /** A value with the parts that these paths lead to as they are, and the others as they were. */
  private static Value part(Value before, Value after, List<List<Value>> paths) {
    if (paths.isEmpty()) {
      return before;
    }
    if (paths.stream().anyMatch(List::isEmpty)) {
      return after;
    }
    if (before instanceof Value.ObjectValue(SortedMap<String, Value> old)
        && after instanceof Value.ObjectValue(SortedMap<String, Value> now)) {
      return Values.object(parts(old, now, paths));
    }
    if (before instanceof Value.MapValue(var type, SortedMap<String, Value> old)
        && after instanceof Value.MapValue(var _, SortedMap<String, Value> now)) {
      return new Value.MapValue(type, parts(old, now, paths));
    }
    if (before instanceof Value.ListValue(var type, List<Value> old)
        && after instanceof Value.ListValue(var _, List<Value> now)) {
      return new Value.ListValue(type, parts(old, now, paths));
    }
    return after;
  }

  private static SortedMap<String, Value> parts(
      SortedMap<String, Value> old, SortedMap<String, Value> now, List<List<Value>> paths) {
    SortedMap<String, Value> parts = new TreeMap<>(Value.KEY_ORDER);
    TreeSet<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    for (String key : keys) {
      Optional<Value> was = Optional.ofNullable(old.get(key));
      Optional<Value> is = Optional.ofNullable(now.get(key));
      element(was, is, below(paths, Value.of(key))).ifPresent(value -> parts.put(key, value));
    }
    return parts;
  }

  private static List<Value> parts(List<Value> old, List<Value> now, List<List<Value>> paths) {
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
      Optional<Value> was = i < old.size() ? Optional.of(old.get(i)) : Optional.empty();
      Optional<Value> is = i < now.size() ? Optional.of(now.get(i)) : Optional.empty();
      element(was, is, below(paths, Value.of(i))).ifPresent(parts::add);
    }
    return parts;
  }

  private static Optional<Value> element(
      Optional<Value> was, Optional<Value> is, List<List<Value>> paths) {
    if (was.isPresent() && is.isPresent()) {
      return Optional.of(part(was.get(), is.get(), paths));
    }
    return paths.isEmpty() ? was : is;
  }

  /** The rest of the paths that begin with a step. */
  private static List<List<Value>> below(List<List<Value>> paths, Value step) {
    return paths.stream()
        .filter(path -> path.isEmpty() || path.getFirst().unmarked().equals(step))
        .map(path -> path.isEmpty() ? path : path.subList(1, path.size()))
        .toList();
  }
}
