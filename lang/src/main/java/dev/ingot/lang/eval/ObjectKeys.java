package dev.ingot.lang.eval;

import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Value;
import java.util.Optional;

/** The meaning of an object item's key. */
final class ObjectKeys {
  private ObjectKeys() {}

  /** The name a bare key stands for; empty for a key that is an expression. */
  static Optional<String> literalName(Expression.ObjectKey key) {
    return switch (key.wrapped()) {
      case Expression.ScopeTraversal reference when reference.traversal().steps().isEmpty() ->
          Optional.of(reference.traversal().root());
      case Expression.Literal literal when literal.value() instanceof Value.NullValue ->
          Optional.of("null");
      default -> Optional.empty();
    };
  }

  /** Whether a key looks like a name with dots in it but would be read as a reference. */
  static boolean isAmbiguous(Expression.ObjectKey key) {
    return key.wrapped() instanceof Expression.ScopeTraversal reference
        && !reference.traversal().steps().isEmpty();
  }
}
