package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A scope with one more name than its parent. */
record ChildScope(Scope outer, String name, Value value) implements Scope {
  @Override
  public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
    return traversal.root().equals(name)
        ? Optional.of(new Resolved(value, 0))
        : outer.resolve(traversal, diagnostics);
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(outer.names());
    names.add(name);
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
}
