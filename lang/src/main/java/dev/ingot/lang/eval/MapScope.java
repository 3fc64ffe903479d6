package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scope whose root names have precomputed values.
 *
 * @param variables root names and their values
 */
public record MapScope(Map<String, Value> variables, Functions functions, Environment environment)
    implements Scope {
  public MapScope {
    variables = Map.copyOf(variables);
  }

  @Override
  public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
    Value value = variables.get(traversal.root());
    return value == null ? Optional.empty() : Optional.of(new Resolved(value, 0));
  }

  @Override
  public List<String> names() {
    return variables.keySet().stream().sorted().toList();
  }
}
