package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Lengths;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Refinement.Bound;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Unification;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Optional;

/** The conditional operator, whose two results have one type. */
final class Conditionals {
  private static final String INCONSISTENT = "Inconsistent conditional result types";

  private Conditionals() {}

  static Value evaluate(Evaluation evaluation, Expression.Conditional node) {
    Diagnostics trueProblems = new Diagnostics();
    Diagnostics falseProblems = new Diagnostics();
    Value whenTrue = evaluation.evaluateInto(node.whenTrue(), trueProblems, evaluation.frame());
    Value whenFalse = evaluation.evaluateInto(node.whenFalse(), falseProblems, evaluation.frame());
    Optional<Type> unified = resultType(whenTrue, whenFalse);
    if (unified.isEmpty()) {
      evaluation.error(
          INCONSISTENT,
          "The true and false result expressions must have consistent types. "
              + TypeMismatch.describe(whenTrue.type(), whenFalse.type())
              + ".",
          node.whenTrue().range().to(node.whenFalse().range()),
          node.range(),
          node);
      return Values.DYNAMIC_UNKNOWN;
    }
    Type type = unified.get();
    Value condition = evaluation.evaluate(node.condition());
    Marks marks = condition.marks().with(whenTrue.marks()).with(whenFalse.marks());
    if (condition.isNull()) {
      evaluation.error(
          "Null condition",
          "The condition value is null. Conditions must either be true or false.",
          node.condition().range(),
          node.range(),
          node.condition());
      return Value.unknown(type).marked(marks);
    }
    if (!condition.isKnown()) {
      return undecided(whenTrue.unmarked(), whenFalse.unmarked(), type).marked(marks);
    }
    Converted truth = Converted.to(condition.unmarked(), Type.BOOL);
    if (!(truth.value() instanceof Value.BoolValue(boolean decided))) {
      evaluation.error(
          "Incorrect condition type",
          "The condition expression must be of type bool.",
          node.condition().range(),
          node.range(),
          node.condition());
      return Value.unknown(type).marked(marks);
    }
    Diagnostics problems = decided ? trueProblems : falseProblems;
    problems.list().forEach(evaluation::report);
    Converted result = Converted.to(decided ? whenTrue : whenFalse, type);
    if (result.problem().isPresent()) {
      Expression branch = decided ? node.whenTrue() : node.whenFalse();
      evaluation.report(
          Diagnostic.error(
                  INCONSISTENT,
                  "The "
                      + (decided ? "true" : "false")
                      + " result value has the wrong type: "
                      + result.problem().get()
                      + ".",
                  branch.range())
              .in(node.range()));
      return Value.unknown(type).marked(marks);
    }
    return result.value().marked(marks);
  }

  private static Optional<Type> resultType(Value whenTrue, Value whenFalse) {
    if (isUntypedNull(whenTrue)) {
      return Optional.of(whenFalse.type());
    }
    if (isUntypedNull(whenFalse)) {
      return Optional.of(whenTrue.type());
    }
    Type trueType = whenTrue.type();
    Type falseType = whenFalse.type();
    if (trueType.equals(falseType)) {
      return Optional.of(trueType);
    }
    if (trueType.equals(Type.DYNAMIC) || falseType.equals(Type.DYNAMIC)) {
      return Optional.of(Type.DYNAMIC);
    }
    return Unification.unify(List.of(trueType, falseType));
  }

  private static boolean isUntypedNull(Value value) {
    return value.unmarked() instanceof Value.NullValue nothing
        && nothing.type().equals(Type.DYNAMIC);
  }

  /** The common refinement of both results. */
  private static Value undecided(Value whenTrue, Value whenFalse, Type type) {
    if (whenTrue.isNull() && whenFalse.isNull()) {
      return Value.nullOf(type);
    }
    if (type.equals(Type.DYNAMIC)) {
      return Values.DYNAMIC_UNKNOWN;
    }
    boolean notNull = Unknowns.isNeverNull(whenTrue) && Unknowns.isNeverNull(whenFalse);
    Refinement refinement = notNull ? Refinement.NOT_NULL : Refinement.NONE;
    if (notNull && whenTrue.type().equals(Type.NUMBER) && whenFalse.type().equals(Type.NUMBER)) {
      return Unknowns.number(
          lesser(Unknowns.lower(whenTrue), Unknowns.lower(whenFalse)),
          greater(Unknowns.upper(whenTrue), Unknowns.upper(whenFalse)));
    }
    if (notNull
        && Types.isCollection(type)
        && whenTrue.type().equals(type)
        && whenFalse.type().equals(type)) {
      return Unknowns.collection(
          type,
          Math.min(Lengths.least(whenTrue), Lengths.least(whenFalse)),
          Math.max(Lengths.most(whenTrue), Lengths.most(whenFalse)));
    }
    return new Value.UnknownValue(type, refinement);
  }

  private static Optional<Bound> lesser(Optional<Bound> left, Optional<Bound> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    int order = left.get().number().compareTo(right.get().number());
    return order < 0 || (order == 0 && left.get().inclusive()) ? left : right;
  }

  private static Optional<Bound> greater(Optional<Bound> left, Optional<Bound> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    int order = left.get().number().compareTo(right.get().number());
    return order > 0 || (order == 0 && left.get().inclusive()) ? left : right;
  }
}
