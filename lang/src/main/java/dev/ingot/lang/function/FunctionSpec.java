package dev.ingot.lang.function;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.eval.Unknowns;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.NumberException;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The declaration of a function: its parameters, the type of its result, and its body for known
 * values. The declaration handles null, unknown and marked arguments, so that the body need not,
 * except for parameters that allow them. Rules: the recorded behaviour of Terraform 1.11.
 */
public final class FunctionSpec implements Scope.Function {
  /** The prefix every function of the language can be called with as well. */
  public static final String NAMESPACE = "core::";

  /** The special values that a parameter passes to the body. */
  public enum Allow {
    /** Null. */
    NULL,
    /** An unknown value. */
    UNKNOWN,
    /** A value with marks on it or its parts; the body then marks its result itself. */
    MARKED,
    /** A value whose type is not known. */
    DYNAMIC
  }

  /** The type of the result from the arguments, which may be unknown. */
  @FunctionalInterface
  public interface TypeRule {
    Type of(Arguments arguments) throws FunctionFailure;
  }

  /** The result for arguments. */
  @FunctionalInterface
  public interface Body {
    Value apply(Arguments arguments, Type resultType) throws FunctionFailure;
  }

  private record Parameter(String name, Type type, List<Allow> allowed) {
    boolean allows(Allow what) {
      return allowed.contains(what);
    }

    Scope.Parameter declared() {
      return new Scope.Parameter(name, type);
    }
  }

  private final String name;
  private final List<Parameter> parameters = new ArrayList<>();
  private Optional<Parameter> variadic = Optional.empty();
  private TypeRule type = arguments -> Type.DYNAMIC;
  private Type declaredType = Type.DYNAMIC;
  private Body body = (arguments, result) -> Values.DYNAMIC_UNKNOWN;
  private Function<Arguments, Value> unknownResult = arguments -> Values.DYNAMIC_UNKNOWN;
  private boolean nullable;
  private Optional<Scope.Signature> signature = Optional.empty();

  /** The name of a function of the language without its namespace. */
  public static String plainName(String calledAs) {
    return calledAs.startsWith(NAMESPACE) ? calledAs.substring(NAMESPACE.length()) : calledAs;
  }

  private FunctionSpec(String name) {
    this.name = name;
  }

  /** Begins the declaration of a function. */
  public static FunctionSpec named(String name) {
    return new FunctionSpec(name);
  }

  /** Adds a required parameter. */
  public FunctionSpec parameter(String parameter, Type parameterType, Allow... allowed) {
    parameters.add(new Parameter(parameter, parameterType, List.of(allowed)));
    return this;
  }

  /** Adds the parameter for all further arguments. */
  public FunctionSpec variadic(String parameter, Type parameterType, Allow... allowed) {
    variadic = Optional.of(new Parameter(parameter, parameterType, List.of(allowed)));
    return this;
  }

  /** The type of the result, independent of the arguments. */
  public FunctionSpec returns(Type result) {
    type = arguments -> result;
    declaredType = result;
    return this;
  }

  /** The type of the result, depending on the arguments. */
  public FunctionSpec returns(TypeRule rule) {
    type = rule;
    return this;
  }

  /** The result can be null: an unknown one is not refined to not null. */
  public FunctionSpec nullable() {
    nullable = true;
    return this;
  }

  /** The refinement of the result while an argument is unknown, instead of just its type. */
  public FunctionSpec whenUnknown(Function<Arguments, Value> result) {
    unknownResult = result;
    return this;
  }

  /** Ends the declaration with the body. */
  public FunctionSpec body(Body does) {
    body = does;
    signature =
        Optional.of(
            new Scope.Signature(
                parameters.stream().map(Parameter::declared).toList(),
                variadic.map(Parameter::declared),
                DeclaredResults.of(name).orElse(declaredType)));
    return this;
  }

  @Override
  public Optional<Scope.Signature> signature() {
    return signature;
  }

  @Override
  public Value call(Scope.Call call, Diagnostics diagnostics) {
    try {
      return apply(call);
    } catch (NumberException e) {
      String message = e.getMessage();
      return failed(call, new FunctionFailure(message == null ? "" : message), diagnostics);
    } catch (FunctionFailure e) {
      return failed(call, e, diagnostics);
    }
  }

  private Value failed(Scope.Call call, FunctionFailure failure, Diagnostics diagnostics) {
    diagnostics.add(
        Redaction.apply(failure, call.arguments())
            .diagnostic(call.name(), signature, call.argumentRanges(), call.range()));
    return Values.DYNAMIC_UNKNOWN;
  }

  private Parameter parameterAt(int index) {
    return index < parameters.size()
        ? parameters.get(index)
        : variadic.orElseThrow(
            () -> new IllegalStateException(name + " has no parameter " + index));
  }

  private Value apply(Scope.Call call) throws FunctionFailure {
    List<Value> given = call.arguments();
    List<Value> values = new ArrayList<>(given.size());
    Marks marks = Marks.NONE;
    boolean untyped = false;
    boolean unknown = false;
    for (int i = 0; i < given.size(); i++) {
      Parameter parameter = parameterAt(i);
      Value value = given.get(i);
      if (!parameter.allows(Allow.MARKED) && Values.containsMarks(value)) {
        marks = marks.with(Values.deepMarks(value));
        value = Values.unmarkDeep(value).value();
      }
      Value plain = value.unmarked();
      if (plain instanceof Value.NullValue && !parameter.allows(Allow.NULL)) {
        throw new FunctionFailure(i, "argument must not be null");
      }
      if (plain instanceof Value.UnknownValue unknownValue) {
        unknown |= !parameter.allows(Allow.UNKNOWN);
        untyped |= isDynamic(unknownValue.type()) && !parameter.allows(Allow.DYNAMIC);
      } else if (plain instanceof Value.NullValue nothing) {
        untyped |= isDynamic(nothing.type()) && !parameter.allows(Allow.DYNAMIC);
      }
      values.add(value);
    }
    if (untyped) {
      return Values.DYNAMIC_UNKNOWN.marked(marks);
    }
    Arguments arguments = new Arguments(values, call);
    Type result = type.of(arguments);
    return (unknown ? unknownOf(arguments, result) : body.apply(arguments, result)).marked(marks);
  }

  private static boolean isDynamic(Type type) {
    return type.equals(Type.DYNAMIC);
  }

  private Value unknownOf(Arguments arguments, Type result) {
    Value refined = unknownResult.apply(arguments);
    if (!refined.type().equals(Type.DYNAMIC)) {
      return refined;
    }
    return nullable ? Value.unknown(result) : Unknowns.notNull(result);
  }
}
