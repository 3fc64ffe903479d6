package dev.ingot.lang.function.conversion;

import static dev.ingot.lang.function.FunctionSpec.Allow.DYNAMIC;
import static dev.ingot.lang.function.FunctionSpec.Allow.MARKED;
import static dev.ingot.lang.function.FunctionSpec.Allow.NULL;
import static dev.ingot.lang.function.FunctionSpec.Allow.UNKNOWN;

import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeNames;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;

/** The functions of types and sensitivity, and those that evaluate their arguments themselves. */
public final class ConversionFunctions {
  private ConversionFunctions() {}

  /** The function of a name. */
  public static Scope.Function named(String name) {
    return switch (name) {
      case "can" -> new CanFunction();
      case "ephemeralasnull" ->
          mark(name)
              .nullable()
              .returns(a -> a.get(0).type())
              .body((a, type) -> withoutEphemeral(a.get(0)));
      case "issensitive" -> mark(name).returns(Type.BOOL).body((a, type) -> isSensitive(a.get(0)));
      case "nonsensitive" ->
          mark(name)
              .nullable()
              .returns(a -> a.get(0).type())
              .body(
                  (a, type) ->
                      a.get(0).unmarked().marked(new Marks(false, a.get(0).marks().ephemeral())));
      case "sensitive" ->
          mark(name)
              .nullable()
              .returns(a -> a.get(0).type())
              .body((a, type) -> a.get(0).marked(Marks.SENSITIVE));
      case "templatestring" -> new TemplateStringFunction();
      case "tobool" -> to(name, Type.BOOL);
      case "tolist" -> to(name, new Type.ListType(Type.DYNAMIC));
      case "tomap" -> to(name, new Type.MapType(Type.DYNAMIC));
      case "tonumber" -> to(name, Type.NUMBER);
      case "toset" -> to(name, new Type.SetType(Type.DYNAMIC));
      case "tostring" -> to(name, Type.STRING);
      case "try" -> new TryFunction();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static FunctionSpec mark(String name) {
    return FunctionSpec.named(name)
        .parameter("value", Type.DYNAMIC, NULL, UNKNOWN, DYNAMIC, MARKED);
  }

  private static Value isSensitive(Value value) {
    // An unknown value may still turn out sensitive, unless it is marked already.
    return value.marks().sensitive()
        ? Values.TRUE
        : value.isKnown() ? Values.FALSE : Value.unknown(Type.BOOL);
  }

  private static Value withoutEphemeral(Value value) {
    if (!Values.deepMarks(value).ephemeral()) {
      return value;
    }
    return EphemeralValues.asNull(value);
  }

  private static FunctionSpec to(String name, Type type) {
    return FunctionSpec.named(name)
        .parameter("v", Type.DYNAMIC, NULL, UNKNOWN, DYNAMIC, MARKED)
        .nullable()
        .returns(a -> resultType(a.get(0).type(), type))
        .body((a, result) -> converted(a, type));
  }

  private static Type resultType(Type from, Type to) throws FunctionFailure {
    if (!Conversion.isPossible(from, to)) {
      throw new FunctionFailure(
          0, "cannot convert " + Types.name(from) + " to " + TypeNames.constraint(to));
    }
    return to;
  }

  private static Value converted(Arguments a, Type type) throws FunctionFailure {
    Value value = a.get(0);
    Conversion.Result result = Conversion.convert(value, type);
    if (result.problem().isPresent()) {
      throw new FunctionFailure(0, problem(value, type, result.problem().get()));
    }
    return result.value();
  }

  private static String problem(Value value, Type type, Conversion.Problem problem) {
    if (value.marks().sensitive()) {
      return "cannot convert this sensitive "
          + TypeNames.friendly(value.type())
          + " to "
          + TypeNames.friendly(type);
    }
    if (!(value.unmarked() instanceof Value.StringValue(String text))) {
      return problem.message();
    }
    String shown = Quoting.quoted(text);
    if (type.equals(Type.NUMBER)) {
      return "cannot convert "
          + shown
          + " to number; given string must be a decimal representation of a number";
    }
    return "cannot convert "
        + shown
        + " to bool; only the strings \"true\" or \"false\" are allowed";
  }
}
