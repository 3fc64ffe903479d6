package dev.ingot.lang.function.conversion;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.eval.Unknowns;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Optional;

/** {@code can}: whether an expression evaluates without errors. */
final class CanFunction implements Scope.LazyFunction {
  @Override
  public Optional<Scope.Signature> signature() {
    return Optional.of(
        new Scope.Signature(
            List.of(new Scope.Parameter("expression", Type.DYNAMIC)), Optional.empty(), Type.BOOL));
  }

  @Override
  public Value callLazily(Scope.LazyCall call, Diagnostics diagnostics) {
    Diagnostics problems = new Diagnostics();
    Value value = call.arguments().getFirst().evaluate(problems);
    if (problems.hasErrors()) {
      return Values.FALSE;
    }
    return Values.isWhollyKnown(value) ? Values.TRUE : Unknowns.notNull(Type.BOOL);
  }
}
