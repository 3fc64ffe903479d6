package dev.ingot.bake.template;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The iterators that a {@code dynamic} block defines for its generated blocks.
 *
 * @param values by name, the innermost last
 */
public record Iterators(Map<String, Value> values) {
  /** None. */
  public static final Iterators NONE = new Iterators(Map.of());

  public Iterators {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** A scope with these names in it. */
  public Scope in(Scope scope) {
    return new Inside(scope, this);
  }

  /** The names that were added to a scope by {@link #in} and {@link Scope#with}. */
  static Iterators of(Scope scope) {
    return scope instanceof Inside(Scope _, Iterators iterators) ? iterators : NONE;
  }

  private Iterators with(String name, Value value) {
    Map<String, Value> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Iterators(more);
  }

  private record Inside(Scope outer, Iterators iterators) implements Scope {
    @Override
    public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
      Value value = iterators.values().get(traversal.root());
      return value == null
          ? outer.resolve(traversal, diagnostics)
          : Optional.of(new Resolved(value, 0));
    }

    @Override
    public List<String> names() {
      List<String> names = new ArrayList<>(outer.names());
      names.addAll(iterators.values().keySet());
      return names;
    }

    @Override
    public Functions functions() {
      return outer.functions();
    }

    @Override
    public Environment environment() {
      return outer.environment();
    }

    @Override
    public Scope with(String name, Value value) {
      return new Inside(outer, iterators.with(name, value));
    }
  }
}
