package dev.ingot.bake.template;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.TypeConstraint.Defaults;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the types of variables: {@code string}, {@code list(number)}, {@code object({...})}. */
final class TypeExpressions {
  private static final List<String> NAMES =
      List.of("string", "number", "bool", "any", "list", "set", "map", "object", "tuple");
  private static final int DEEPEST = 100;

  private final StaticValues literals;
  private final Diagnostics diagnostics;

  TypeExpressions(StaticValues literals, Diagnostics diagnostics) {
    this.literals = literals;
    this.diagnostics = diagnostics;
  }

  /** The type an expression names; any type where an error was reported. */
  TypeConstraint read(Expression expression) {
    return read(expression, 0);
  }

  private TypeConstraint read(Expression expression, int depth) {
    if (depth > DEEPEST) {
      return wrong("types can't be nested that deep", expression);
    }
    return switch (expression) {
      case Expression.ScopeTraversal traversal when traversal.traversal().steps().isEmpty() ->
          keyword(traversal.traversal().root(), expression);
      case Expression.TemplateWrap wrap -> read(wrap.wrapped(), depth + 1);
      case Expression.Parentheses parentheses -> read(parentheses.inner(), depth + 1);
      case Expression.FunctionCall call -> composed(call, depth);
      case Expression.Template template -> wrong("a type is written without quotes", expression);
      default -> wrong("this is not a type", expression);
    };
  }

  private TypeConstraint keyword(String name, Expression expression) {
    return switch (name) {
      case "string" -> TypeConstraint.of(Type.STRING);
      case "number" -> TypeConstraint.of(Type.NUMBER);
      case "bool" -> TypeConstraint.of(Type.BOOL);
      case "any" -> TypeConstraint.ANY;
      case "list", "set", "map" ->
          wrong(name + " names the type of its elements: " + name + "(string)", expression);
      case "object" -> wrong("object names its attributes: object({ name = string })", expression);
      case "tuple" -> wrong("tuple names the types of its elements: tuple([string])", expression);
      default ->
          wrong("there is no type \"" + name + "\"." + Suggestion.of(name, NAMES), expression);
    };
  }

  private TypeConstraint composed(Expression.FunctionCall call, int depth) {
    if (call.arguments().size() != 1) {
      return wrong(call.name() + " takes one argument", call);
    }
    Expression argument = call.arguments().getFirst();
    return switch (call.name()) {
      case "list" -> collection(read(argument, depth + 1), Type.ListType::new);
      case "set" -> collection(read(argument, depth + 1), Type.SetType::new);
      case "map" -> collection(read(argument, depth + 1), Type.MapType::new);
      case "tuple" ->
          argument instanceof Expression.TupleConstructor tuple
              ? tuple(tuple, depth)
              : wrong("tuple takes a list of types: tuple([string, number])", argument);
      case "object" ->
          argument instanceof Expression.ObjectConstructor object
              ? object(object, depth)
              : wrong("object takes its attributes: object({ name = string })", argument);
      case "optional" -> wrong("optional is for attributes of an object type only", call);
      default ->
          wrong(
              "there is no type \"" + call.name() + "\"." + Suggestion.of(call.name(), NAMES),
              call);
    };
  }

  private static TypeConstraint collection(
      TypeConstraint element, java.util.function.Function<Type, Type> of) {
    return new TypeConstraint(
        of.apply(element.type()), nested(Map.of(Defaults.ELEMENT, element.defaults())));
  }

  private TypeConstraint tuple(Expression.TupleConstructor tuple, int depth) {
    List<Type> types = new ArrayList<>();
    Map<String, Defaults> defaults = new HashMap<>();
    for (Expression element : tuple.elements()) {
      TypeConstraint read = read(element, depth + 1);
      defaults.put(Integer.toString(types.size()), read.defaults());
      types.add(read.type());
    }
    return new TypeConstraint(new Type.TupleType(types), nested(defaults));
  }

  private TypeConstraint object(Expression.ObjectConstructor object, int depth) {
    TreeMap<String, Type> types = new TreeMap<>(Value.KEY_ORDER);
    Set<String> optional = new HashSet<>();
    Map<String, Value> values = new HashMap<>();
    Map<String, Defaults> below = new HashMap<>();
    for (Expression.ObjectConstructor.Item item : object.items()) {
      if (!(literals.value(item.key(), diagnostics).unmarked()
          instanceof Value.StringValue(String name))) {
        continue;
      }
      Expression written = item.value();
      Optional<Expression> fallback = Optional.empty();
      if (written instanceof Expression.FunctionCall call && call.name().equals("optional")) {
        optional.add(name);
        if (call.arguments().isEmpty() || call.arguments().size() > 2) {
          TypeConstraint _ = wrong("optional takes a type and, if wanted, a default", call);
          continue;
        }
        written = call.arguments().getFirst();
        fallback = call.arguments().stream().skip(1).findFirst();
      }
      TypeConstraint read = read(written, depth + 1);
      types.put(name, read.type());
      below.put(name, read.defaults());
      fallback.ifPresent(value -> values.put(name, fallback(value, read)));
    }
    Defaults nested = nested(below);
    return new TypeConstraint(
        new Type.ObjectType(types, optional), new Defaults(values, nested.nested()));
  }

  private Value fallback(Expression expression, TypeConstraint constraint) {
    Value value = literals.value(expression, diagnostics);
    Conversion.Result converted = Conversion.convert(value, constraint);
    converted
        .problem()
        .ifPresent(
            problem ->
                diagnostics.error(
                    "Wrong default",
                    "The default does not have the type: " + problem + ".",
                    expression.range()));
    return converted.value();
  }

  private static Defaults nested(Map<String, Defaults> below) {
    Map<String, Defaults> kept = new HashMap<>(below);
    kept.values().removeIf(Defaults::isEmpty);
    return new Defaults(Map.of(), kept);
  }

  private TypeConstraint wrong(String why, Expression expression) {
    diagnostics.error(
        "Wrong type",
        "A type is one of string, number, bool, any, list(T), set(T), map(T), object({...}) and"
            + " tuple([...]); "
            + why
            + (why.endsWith("?") ? "" : "."),
        expression.range());
    return TypeConstraint.ANY;
  }
}
