package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostic.CalledFunction;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Function calls. */
final class Calls {
  /** An argument as written, or an element of an expanded one. */
  private record Given(Optional<Expression> written, Value value, SourceRange at) {}

  private Calls() {}

  static Value evaluate(Evaluation evaluation, Expression.FunctionCall call) {
    Optional<Scope.Function> found = evaluation.scope().functions().find(call.name());
    if (found.isEmpty()) {
      evaluation.report(
          unknownFunction(evaluation.scope().functions(), call)
              .with(ValueNotes.of(evaluation, call)));
      return Values.DYNAMIC_UNKNOWN;
    }
    return evaluate(evaluation, call, found.get());
  }

  /** Evaluates a call of a known function. */
  static Value evaluate(
      Evaluation evaluation, Expression.FunctionCall call, Scope.Function function) {
    Optional<List<Given>> given = call.expandFinal() ? expanded(evaluation, call) : written(call);
    if (given.isEmpty()) {
      return Values.DYNAMIC_UNKNOWN;
    }
    Optional<Scope.Signature> signature = function.signature();
    if (signature.isPresent() && !countFits(evaluation, call, signature.get(), given.get())) {
      return Values.DYNAMIC_UNKNOWN;
    }
    return function instanceof Scope.LazyFunction lazy
        ? callLazily(evaluation, call, lazy, given.get())
        : call(evaluation, call, function, signature, given.get());
  }

  private static Optional<List<Given>> written(Expression.FunctionCall call) {
    List<Given> given = new ArrayList<>(call.arguments().size());
    for (Expression argument : call.arguments()) {
      given.add(new Given(Optional.of(argument), Values.DYNAMIC_UNKNOWN, StartRanges.of(argument)));
    }
    return Optional.of(given);
  }

  /** The arguments with the last one expanded; empty if the result isn't known (yet). */
  private static Optional<List<Given>> expanded(
      Evaluation evaluation, Expression.FunctionCall call) {
    List<Expression> arguments = call.arguments();
    Expression last = arguments.getLast();
    int before = evaluation.errors();
    Value marked = evaluation.evaluate(last);
    if (evaluation.errors() > before) {
      return Optional.empty();
    }
    Value value = marked.unmarked();
    if (value instanceof Value.NullValue) {
      badExpansion(
          evaluation,
          call,
          last,
          canExpand(value.type()) ? "must not be null" : "must be of a tuple, list, or set type");
      return Optional.empty();
    }
    List<Value> elements;
    switch (value) {
      case Value.TupleValue tuple -> elements = tuple.elements();
      case Value.ListValue list -> elements = list.elements();
      case Value.SetValue set -> elements = set.elements();
      case Value.UnknownValue unknown -> {
        if (!canExpand(unknown.type())) {
          badExpansion(evaluation, call, last, "must be of a tuple, list, or set type");
        }
        return Optional.empty();
      }
      case Value.StringValue ignored -> elements = List.of();
      case Value.NumberValue ignored -> elements = List.of();
      case Value.BoolValue ignored -> elements = List.of();
      case Value.MapValue ignored -> elements = List.of();
      case Value.ObjectValue ignored -> elements = List.of();
      case Value.NullValue ignored -> elements = List.of();
      case Value.MarkedValue ignored -> elements = List.of();
    }
    if (!isSequence(value)) {
      badExpansion(evaluation, call, last, "must be of a tuple, list, or set type");
      return Optional.empty();
    }
    Marks marks = marked.marks();
    List<Given> given = new ArrayList<>(arguments.size() + elements.size());
    for (Expression argument : arguments.subList(0, arguments.size() - 1)) {
      given.add(new Given(Optional.of(argument), Values.DYNAMIC_UNKNOWN, StartRanges.of(argument)));
    }
    for (Value element : elements) {
      given.add(new Given(Optional.empty(), element.marked(marks), last.range()));
    }
    return Optional.of(given);
  }

  private static boolean isSequence(Value value) {
    return value instanceof Value.TupleValue
        || value instanceof Value.ListValue
        || value instanceof Value.SetValue;
  }

  private static boolean canExpand(Type type) {
    return type.equals(Type.DYNAMIC)
        || type instanceof Type.TupleType
        || type instanceof Type.ListType
        || type instanceof Type.SetType;
  }

  private static void badExpansion(
      Evaluation evaluation, Expression.FunctionCall call, Expression argument, String rule) {
    evaluation.error(
        "Invalid expanding argument value",
        "The expanding argument (indicated by ...) " + rule + ".",
        argument.range(),
        call.range(),
        argument);
  }

  private static boolean countFits(
      Evaluation evaluation,
      Expression.FunctionCall call,
      Scope.Signature signature,
      List<Given> given) {
    int wanted = signature.parameters().size();
    if (given.size() < wanted) {
      String missing = signature.parameters().get(given.size()).name();
      evaluation.report(
          Diagnostic.error(
                  "Not enough function arguments",
                  "Function "
                      + Quoting.quoted(call.name())
                      + " expects"
                      + (signature.variadic().isPresent() ? " at least " : " ")
                      + wanted
                      + " argument(s). Missing value for "
                      + Quoting.quoted(missing)
                      + ".",
                  call.closeParenthesis())
              .in(call.range())
              .with(ValueNotes.of(evaluation, call))
              .calling(calling(call, signature)));
      return false;
    }
    if (given.size() > wanted && signature.variadic().isEmpty()) {
      evaluation.report(
          Diagnostic.error(
                  "Too many function arguments",
                  "Function "
                      + Quoting.quoted(call.name())
                      + " expects only "
                      + wanted
                      + " argument(s).",
                  given.get(wanted).at())
              .in(call.range())
              .with(ValueNotes.of(evaluation, call))
              .calling(calling(call, signature)));
      return false;
    }
    return true;
  }

  /** The called function, as mentioned in diagnostics. */
  private static CalledFunction calling(Expression.FunctionCall call, Scope.Signature signature) {
    String name = call.name();
    int namespace = name.lastIndexOf("::");
    return new CalledFunction(
        name,
        namespace < 0 ? name : name.substring(namespace + 2),
        signature.parameters().stream().map(Calls::declared).toList(),
        signature.variadic().map(Calls::declared),
        signature.result());
  }

  private static CalledFunction.Parameter declared(Scope.Parameter parameter) {
    return new CalledFunction.Parameter(parameter.name(), parameter.type());
  }

  private static Value call(
      Evaluation evaluation,
      Expression.FunctionCall call,
      Scope.Function function,
      Optional<Scope.Signature> signature,
      List<Given> given) {
    List<Value> values = new ArrayList<>(given.size());
    List<SourceRange> ranges = new ArrayList<>(given.size());
    int before = evaluation.errors();
    for (int i = 0; i < given.size(); i++) {
      Given argument = given.get(i);
      Value value =
          argument.written().isPresent()
              ? evaluation.evaluate(argument.written().get())
              : argument.value();
      values.add(converted(evaluation, call, signature, argument, i, value));
      ranges.add(argument.at());
    }
    if (evaluation.errors() > before) {
      return Values.DYNAMIC_UNKNOWN;
    }
    Diagnostics problems = new Diagnostics();
    Value result =
        function.call(
            new Scope.Call(
                call.name(),
                values,
                ranges,
                call.nameRange(),
                StartRanges.of(call),
                evaluation.scope()),
            problems);
    pass(evaluation, call, signature, problems);
    return result;
  }

  private static Value converted(
      Evaluation evaluation,
      Expression.FunctionCall call,
      Optional<Scope.Signature> signature,
      Given argument,
      int index,
      Value value) {
    Optional<Scope.Parameter> parameter = signature.flatMap(s -> s.parameter(index));
    if (parameter.isEmpty() || parameter.get().type().equals(Type.DYNAMIC)) {
      return value;
    }
    Converted converted = Converted.to(value, parameter.get().type());
    if (converted.problem().isPresent()) {
      Diagnostic problem =
          Diagnostic.error(
                  "Invalid function argument",
                  "Invalid value for "
                      + Quoting.quoted(parameter.get().name())
                      + " parameter: "
                      + converted.problem().get()
                      + ".",
                  argument.at())
              .in(call.range())
              .with(
                  argument
                      .written()
                      .map(written -> ValueNotes.of(evaluation, written))
                      .orElse(List.of()));
      evaluation.report(signature.map(s -> problem.calling(calling(call, s))).orElse(problem));
    }
    return converted.value();
  }

  private static Value callLazily(
      Evaluation evaluation,
      Expression.FunctionCall call,
      Scope.LazyFunction function,
      List<Given> given) {
    Optional<Frame> frame = evaluation.frame();
    List<Scope.Argument> arguments = new ArrayList<>(given.size());
    for (Given argument : given) {
      arguments.add(lazy(evaluation, argument, frame));
    }
    Diagnostics problems = new Diagnostics();
    Value result =
        function.callLazily(
            new Scope.LazyCall(
                call.name(), arguments, call.nameRange(), StartRanges.of(call), evaluation.scope()),
            problems);
    pass(evaluation, call, function.signature(), problems);
    return result;
  }

  private static Scope.Argument lazy(Evaluation evaluation, Given argument, Optional<Frame> frame) {
    return new Scope.Argument() {
      @Override
      public Optional<Expression> expression() {
        return argument.written();
      }

      @Override
      public SourceRange range() {
        return argument.at();
      }

      @Override
      public Value evaluate(Diagnostics diagnostics) {
        return argument.written().isPresent()
            ? evaluation.evaluateInto(argument.written().get(), diagnostics, frame)
            : argument.value();
      }
    };
  }

  /** Passes on the diagnostics of a function, with the values that caused them. */
  private static void pass(
      Evaluation evaluation,
      Expression.FunctionCall call,
      Optional<Scope.Signature> signature,
      Diagnostics problems) {
    if (problems.isEmpty()) {
      return;
    }
    for (Diagnostic problem : problems.list()) {
      SourceRange start = StartRanges.of(call);
      Diagnostic placed = problem.orAt(start);
      // A function knows only where its call begins; all of the call is shown.
      if (placed.context().equals(Optional.of(start))) {
        placed = placed.in(call.range());
      }
      if (placed.values().isEmpty() && placed.isError()) {
        placed = placed.with(ValueNotes.of(evaluation, about(call, placed.subject())));
      }
      if (placed.function().isEmpty() && signature.isPresent()) {
        placed = placed.calling(calling(call, signature.get()));
      }
      evaluation.report(placed);
    }
  }

  /** The argument a problem is about, or the whole call. */
  private static Expression about(Expression.FunctionCall call, Optional<SourceRange> subject) {
    for (Expression argument : call.arguments()) {
      if (subject.isPresent() && subject.get().equals(argument.range())) {
        return argument;
      }
    }
    return call;
  }

  private static Diagnostic unknownFunction(
      Scope.Functions functions, Expression.FunctionCall call) {
    String name = call.name();
    List<String> names = functions.names();
    if (names.isEmpty()) {
      return Diagnostic.error(
              "Function calls not allowed", "Functions may not be called here.", call.range())
          .in(call.range());
    }
    int end = name.indexOf("::");
    if (end < 0) {
      return Diagnostic.error(
              "Call to unknown function",
              "There is no function named "
                  + Quoting.quoted(name)
                  + "."
                  + Suggestion.hint(name, names.stream().sorted().toList()),
              call.nameRange())
          .in(call.range());
    }
    return Diagnostic.error(
            "Unknown provider function",
            functions.whyMissing(name).orElseGet(() -> notFound(name, end)),
            call.nameRange())
        .in(call.range());
  }

  private static String notFound(String name, int end) {
    String namespace = name.substring(0, end);
    if (!namespace.equals("provider")) {
      return "The function namespace "
          + Quoting.quoted(namespace)
          + " is not valid. Provider function calls must use the \"provider::\" namespace prefix.";
    }
    int second = name.indexOf("::", end + 2);
    if (second < 0) {
      return "The function call must include the provider name after the \"provider::\" prefix.";
    }
    return "There is no function named "
        + Quoting.quoted(name)
        + ". Ensure that provider name "
        + Quoting.quoted(name.substring(end + 2, second))
        + " is declared in this module's required_providers block, and that this provider offers a"
        + " function named "
        + Quoting.quoted(name.substring(second + 2))
        + ".";
  }
}
