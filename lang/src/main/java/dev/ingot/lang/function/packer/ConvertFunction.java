package dev.ingot.lang.function.packer;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.schema.TypeExpression;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Optional;

/** {@code convert(value, type)}: the second argument is a type as a variable's, not a value. */
final class ConvertFunction implements Scope.LazyFunction {
  @Override
  public Optional<Scope.Signature> signature() {
    return Optional.of(
        new Scope.Signature(
            List.of(
                new Scope.Parameter("value", Type.DYNAMIC),
                new Scope.Parameter("type", Type.DYNAMIC)),
            Optional.empty()));
  }

  @Override
  public Value callLazily(Scope.LazyCall call, Diagnostics diagnostics) {
    Optional<Expression> written = call.arguments().get(1).expression();
    if (written.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
              "Invalid function argument",
              "The type must be written directly in the call, such as list(string).",
              call.range()));
      return Values.DYNAMIC_UNKNOWN;
    }
    Diagnostics problems = new Diagnostics();
    TypeConstraint type = TypeExpression.parse(written.get(), call.scope(), problems);
    Value value = call.arguments().getFirst().evaluate(problems);
    diagnostics.addAll(problems);
    if (problems.hasErrors()) {
      return Values.DYNAMIC_UNKNOWN;
    }
    Conversion.Result converted = Conversion.convert(value, type);
    converted
        .problem()
        .ifPresent(
            problem ->
                diagnostics.add(
                    new FunctionFailure(0, problem.toString())
                        .diagnostic(
                            call.name(),
                            signature(),
                            call.arguments().stream().map(Scope.Argument::range).toList(),
                            call.range())));
    return converted.value();
  }
}
