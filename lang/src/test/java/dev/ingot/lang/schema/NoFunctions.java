package dev.ingot.lang.schema;

import dev.ingot.lang.eval.MapScope;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.value.Value;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Scopes with variables only. */
enum NoFunctions implements Scope.Functions {
  NONE;

  static Scope scope(Map<String, Value> variables) {
    return new MapScope(
        variables,
        NONE,
        new Scope.Environment(Path.of("."), Path.of("."), Clock.systemUTC(), new Random(1), false));
  }

  @Override
  public Optional<Scope.Function> find(String name) {
    return Optional.empty();
  }

  @Override
  public List<String> names() {
    return List.of();
  }
}
