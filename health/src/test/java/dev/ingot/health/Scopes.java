package dev.ingot.health;

import dev.ingot.lang.eval.MapScope;
import dev.ingot.lang.eval.Scope;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A scope without names and functions. */
public final class Scopes {
  private static final Scope.Functions NONE =
      new Scope.Functions() {
        @Override
        public Optional<Scope.Function> find(String name) {
          return Optional.empty();
        }

        @Override
        public List<String> names() {
          return List.of();
        }
      };

  /** The scope. */
  public static final Scope EMPTY =
      new MapScope(
          Map.of(),
          NONE,
          new Scope.Environment(
              Path.of("."), Path.of("/"), Clock.systemUTC(), RandomGenerator.getDefault(), false));

  private Scopes() {}
}
