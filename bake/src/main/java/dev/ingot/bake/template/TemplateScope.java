package dev.ingot.bake.template;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The scope of a template: {@code var}, {@code local}, {@code path}, {@code packer}, and in a build
 * also {@code source} and {@code build}.
 *
 * @param roots the attributes of each root name
 * @param unknown root names with unknown values because of errors
 * @param elsewhere names that are only valid in other places of a template, with that place
 */
public record TemplateScope(
    Map<String, SortedMap<String, Value>> roots,
    Set<String> unknown,
    Map<String, String> elsewhere,
    Functions functions,
    Environment environment)
    implements Scope {

  public TemplateScope {
    roots = Collections.unmodifiableMap(new LinkedHashMap<>(roots));
    unknown = Set.copyOf(unknown);
    elsewhere = Map.copyOf(elsewhere);
  }

  /** The same with one more root name. */
  public TemplateScope with(String root, Map<String, Value> attributes) {
    Map<String, SortedMap<String, Value>> more = new LinkedHashMap<>(roots);
    SortedMap<String, Value> sorted = new TreeMap<>(Value.KEY_ORDER);
    sorted.putAll(attributes);
    more.put(root, sorted);
    return new TemplateScope(more, unknown, elsewhere, functions, environment);
  }

  /** The same with one more root name of unknown value. */
  public TemplateScope withUnknown(String root) {
    Set<String> more = new HashSet<>(unknown);
    more.add(root);
    return new TemplateScope(roots, more, elsewhere, functions, environment);
  }

  @Override
  public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
    if (unknown.contains(traversal.root())) {
      return unknown(traversal);
    }
    SortedMap<String, Value> attributes = roots.get(traversal.root());
    if (attributes == null) {
      String place = elsewhere.get(traversal.root());
      if (place == null) {
        return Optional.empty();
      }
      diagnostics.error(
          "Name not available here",
          traversal.root() + " has values only in " + place + ".",
          traversal.range());
      return unknown(traversal);
    }
    if (traversal.steps().isEmpty()) {
      return Optional.of(new Resolved(new Value.ObjectValue(attributes), 0));
    }
    Traversal.Step first = traversal.steps().getFirst();
    Optional<String> name = name(first);
    if (name.isEmpty()) {
      return Optional.of(new Resolved(new Value.ObjectValue(attributes), 0));
    }
    Value value = attributes.get(name.get());
    if (value == null) {
      diagnostics.error(
          summary(traversal.root()),
          "There is no "
              + traversal.root()
              + "."
              + name.get()
              + " in this template."
              + Suggestion.hint(name.get(), attributes.keySet())
              + remedy(traversal.root(), name.get()),
          traversal.rootRange().to(first.range()));
      return unknown(traversal);
    }
    return Optional.of(new Resolved(value, 1));
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(roots.keySet());
    Collections.sort(names);
    return names;
  }

  private static Optional<String> name(Traversal.Step step) {
    return switch (step) {
      case Traversal.Attribute(String name, var range) -> Optional.of(name);
      case Traversal.Key(Value key, var range) ->
          key.unmarked() instanceof Value.StringValue(String text)
              ? Optional.of(text)
              : Optional.empty();
    };
  }

  private static Optional<Resolved> unknown(Traversal traversal) {
    return Optional.of(new Resolved(Values.DYNAMIC_UNKNOWN, traversal.steps().size()));
  }

  private static String summary(String root) {
    return switch (root) {
      case "var" -> "Unknown variable";
      case "local" -> "Unknown local value";
      default -> "Unknown attribute";
    };
  }

  private static String remedy(String root, String name) {
    return switch (root) {
      case "var" -> " Declare it with: variable \"" + name + "\" {}.";
      case "local" -> " Declare it in a locals block.";
      default -> "";
    };
  }
}
