package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Values;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The scope of an argument that must be constant: no names, no functions. */
public enum ConstantScope implements Scope, Scope.Functions {
  INSTANCE;

  private static final Environment NOWHERE =
      new Environment(
          Path.of(""), Path.of(""), Clock.systemUTC(), RandomGenerator.getDefault(), true);

  @Override
  public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
    diagnostics.error(
        "Variables not allowed", "Variables may not be used here.", traversal.rootRange());
    return Optional.of(new Resolved(Values.DYNAMIC_UNKNOWN, traversal.steps().size()));
  }

  @Override
  public boolean readsJsonTemplates() {
    return false;
  }

  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public Functions functions() {
    return this;
  }

  @Override
  public Environment environment() {
    return NOWHERE;
  }

  @Override
  public Optional<Function> find(String name) {
    return Optional.empty();
  }
}
