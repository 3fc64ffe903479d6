package dev.ingot.lang.function.conversion;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Optional;

/** {@code try}: the first of several expressions that evaluates without errors. */
final class TryFunction implements Scope.LazyFunction {
  @Override
  public Optional<Scope.Signature> signature() {
    return Optional.of(
        new Scope.Signature(
            List.of(), Optional.of(new Scope.Parameter("expressions", Type.DYNAMIC))));
  }

  @Override
  public Value callLazily(Scope.LazyCall call, Diagnostics diagnostics) {
    if (call.arguments().isEmpty()) {
      return failed(call, "at least one argument is required", diagnostics);
    }
    StringBuilder reasons = new StringBuilder("no expression succeeded:\n");
    for (Scope.Argument argument : call.arguments()) {
      Diagnostics problems = new Diagnostics();
      Value value = argument.evaluate(problems);
      if (!problems.hasErrors()) {
        // An unknown value may still turn out to be an error, and then another expression counts.
        return Values.isWhollyKnown(value)
            ? value
            : Values.DYNAMIC_UNKNOWN.marked(Values.deepMarks(value));
      }
      for (Diagnostic problem : problems.list()) {
        reasons.append("- ").append(problem.summary());
        problem.subject().ifPresent(place -> reasons.append(" (at ").append(place).append(')'));
        reasons.append("\n  ").append(problem.detail()).append('\n');
      }
    }
    return failed(
        call,
        reasons.append("\nAt least one expression must produce a successful result").toString(),
        diagnostics);
  }

  private static Value failed(Scope.LazyCall call, String reason, Diagnostics diagnostics) {
    diagnostics.add(
        Diagnostic.error(
                "Error in function call",
                "Call to function \"" + call.name() + "\" failed: " + reason + ".",
                call.range())
            .in(call.range()));
    return Values.DYNAMIC_UNKNOWN;
  }
}
