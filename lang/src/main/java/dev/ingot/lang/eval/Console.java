package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The console: expressions in, text out, and the function {@code type} that only it has. */
public final class Console {
  private static final String TYPE = "type";

  private Console() {}

  /** The console's output for an expression; empty if an error was reported. */
  public static Optional<String> print(
      Expression expression, Scope scope, Diagnostics diagnostics) {
    Scope inConsole = new ConsoleScope(scope);
    Diagnostics found = new Diagnostics();
    Optional<Expression.FunctionCall> asked = typeCall(expression);
    String text;
    if (asked.isPresent()) {
      text = ConsoleText.of(argument(asked.get(), inConsole, found).type());
    } else {
      text = ConsoleText.of(Evaluator.evaluate(expression, inConsole, found));
    }
    diagnostics.addAll(found);
    return found.hasErrors() ? Optional.empty() : Optional.of(text);
  }

  private static Optional<Expression.FunctionCall> typeCall(Expression expression) {
    Expression inner = expression;
    while (inner instanceof Expression.Parentheses parentheses) {
      inner = parentheses.inner();
    }
    return inner instanceof Expression.FunctionCall call && call.name().equals(TYPE)
        ? Optional.of(call)
        : Optional.empty();
  }

  /** The argument of a call, evaluated through a function that records it. */
  private static Value argument(
      Expression.FunctionCall call, Scope scope, Diagnostics diagnostics) {
    List<Value> seen = new ArrayList<>();
    Scope.Function keeping =
        new TypeFunction(
            (made, problems) -> {
              seen.addAll(made.arguments());
              return Values.DYNAMIC_UNKNOWN;
            });
    Calls.evaluate(new Evaluation(scope, diagnostics), call, keeping);
    return seen.isEmpty() ? Values.DYNAMIC_UNKNOWN : seen.getFirst();
  }

  private record TypeFunction(Scope.Function does) implements Scope.Function {
    @Override
    public Value call(Scope.Call call, Diagnostics diagnostics) {
      return does.call(call, diagnostics);
    }

    @Override
    public Optional<Scope.Signature> signature() {
      return Optional.of(
          new Scope.Signature(
              List.of(new Scope.Parameter("value", Type.DYNAMIC)), Optional.empty()));
    }
  }

  /** Includes {@code type}, which is an error inside of an expression. */
  private record ConsoleScope(Scope outer) implements Scope {
    @Override
    public Optional<Resolved> resolve(
        dev.ingot.lang.syntax.Traversal traversal, Diagnostics diagnostics) {
      return outer.resolve(traversal, diagnostics);
    }

    @Override
    public List<String> names() {
      return outer.names();
    }

    @Override
    public Functions functions() {
      return plus(outer.functions(), TYPE, new TypeFunction(Console::misused));
    }

    @Override
    public Environment environment() {
      return outer.environment();
    }
  }

  private static Value misused(Scope.Call call, Diagnostics diagnostics) {
    diagnostics.add(
        Diagnostic.error(
            "Invalid use of type function",
            "The console-only \"type\" function cannot be used as part of an expression."));
    return Values.DYNAMIC_UNKNOWN;
  }

  private static Scope.Functions plus(Scope.Functions outer, String name, Scope.Function function) {
    return new Scope.Functions() {
      @Override
      public Optional<Scope.Function> find(String wanted) {
        return wanted.equals(name) ? Optional.of(function) : outer.find(wanted);
      }

      @Override
      public List<String> names() {
        return outer.names();
      }
    };
  }
}
