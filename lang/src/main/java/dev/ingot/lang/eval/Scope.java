package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The names and functions available to an expression.
 *
 * <p>A scope resolves a traversal as far as it knows its names: {@code aws_instance.web[0].id} may
 * be resolved up to {@code aws_instance.web[0]}, so that only this one instance is loaded; the
 * evaluator takes the remaining steps on the value. An index whose key is an expression is
 * evaluated first and offered as a literal step.
 */
public interface Scope {
  /**
   * Resolves the beginning of a traversal.
   *
   * @return empty if the root name is unknown, which the evaluator reports. A known root with an
   *     invalid continuation reports an error and returns unknown, with all steps consumed.
   */
  Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics);

  /**
   * @param value the value of the root and the first {@code steps} steps
   * @param steps the number of consumed steps
   */
  record Resolved(Value value, int steps) {}

  /** The root names known here, for suggestions. */
  List<String> names();

  /** The functions that can be called. */
  Functions functions();

  /** The environment of functions. */
  Environment environment();

  /**
   * Whether strings of the JSON syntax are read as templates. Where references are not allowed they
   * are plain text. Rules: the HCL JSON syntax specification, Strings.
   */
  default boolean readsJsonTemplates() {
    return true;
  }

  /** This scope with one more name, which hides an outer one; nothing is copied. */
  default Scope with(String name, Value value) {
    return new ChildScope(this, name, value);
  }

  /** Functions by name. */
  interface Functions {
    /** The function of a name, with or without {@code core::}, or of a provider. */
    Optional<Function> find(String name);

    /** All names, for suggestions. */
    List<String> names();

    /** Why a function is missing, if more can be said than that it doesn't exist. */
    default Optional<String> whyMissing(String name) {
      return Optional.empty();
    }
  }

  /** A function, for the evaluator. */
  interface Function {
    /** Applies it; argument errors are reported at the ranges given. */
    Value call(Call call, Diagnostics diagnostics);

    /**
     * Its signature. If present, the evaluator checks the number of arguments before evaluating
     * them, and converts each to its parameter's type before the call.
     */
    default Optional<Signature> signature() {
      return Optional.empty();
    }
  }

  /** A function that decides which of its arguments are evaluated. */
  interface LazyFunction extends Function {
    /** Applies it to arguments that have not been evaluated. */
    Value callLazily(LazyCall call, Diagnostics diagnostics);

    @Override
    default Value call(Call call, Diagnostics diagnostics) {
      throw new IllegalStateException(call.name() + " is called with unevaluated arguments");
    }
  }

  /**
   * The parameters of a function.
   *
   * @param parameters the required ones
   * @param variadic the parameter for all further arguments
   * @param result the type of the result; any if it depends on the arguments
   */
  record Signature(List<Parameter> parameters, Optional<Parameter> variadic, Type result) {
    public Signature {
      parameters = List.copyOf(parameters);
    }

    /** A function whose result can be of any type. */
    public Signature(List<Parameter> parameters, Optional<Parameter> variadic) {
      this(parameters, variadic, Type.DYNAMIC);
    }

    /** The parameter that the argument at an index is for, if there is one. */
    public Optional<Parameter> parameter(int index) {
      return index < parameters.size() ? Optional.of(parameters.get(index)) : variadic;
    }
  }

  /** One parameter: arguments are converted to its type. */
  record Parameter(String name, Type type) {}

  /**
   * A call being evaluated.
   *
   * @param arguments evaluated, with marks
   * @param argumentRanges the range of each argument
   * @param nameRange the range of the function's name
   * @param range where a problem of the whole call is reported: its beginning
   */
  record Call(
      String name,
      List<Value> arguments,
      List<SourceRange> argumentRanges,
      SourceRange nameRange,
      SourceRange range,
      Scope scope) {
    public Call {
      arguments = List.copyOf(arguments);
      argumentRanges = List.copyOf(argumentRanges);
    }
  }

  /** A call whose arguments have not been evaluated. */
  record LazyCall(
      String name,
      List<Argument> arguments,
      SourceRange nameRange,
      SourceRange range,
      Scope scope) {
    public LazyCall {
      arguments = List.copyOf(arguments);
    }
  }

  /** An argument that has not been evaluated. */
  interface Argument {
    /** Its expression; empty for an element of an expanded argument. */
    Optional<Expression> expression();

    /** Its range. */
    SourceRange range();

    /** Its value at the call. */
    Value evaluate(Diagnostics diagnostics);
  }

  /**
   * The outside world, for functions.
   *
   * @param baseFolder the base of relative paths in file functions
   * @param home the home folder, for {@code pathexpand}
   * @param clock for {@code timestamp}
   * @param random for {@code uuid} and {@code bcrypt}
   * @param purelyPlanning whether functions that change with time give unknown ({@code timestamp},
   *     {@code uuid})
   */
  record Environment(
      Path baseFolder,
      Path home,
      java.time.Clock clock,
      java.util.random.RandomGenerator random,
      boolean purelyPlanning) {}
}
