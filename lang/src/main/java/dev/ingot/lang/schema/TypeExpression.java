package dev.ingot.lang.schema;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Expression.FunctionCall;
import dev.ingot.lang.syntax.Expression.ObjectConstructor.Item;
import dev.ingot.lang.syntax.StaticExpressions;
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

/**
 * Reads written types: {@code list(string)}, <code>
 * object({a = optional(string, "x")})</code>, {@code any}. Rules: the type expressions extension of
 * HCL and the recorded behaviour of Terraform 1.11.
 */
public final class TypeExpression {
  private static final String INVALID = "Invalid type specification";

  private final Scope scope;
  private final Diagnostics diagnostics;

  private TypeExpression(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  /**
   * Reads a type.
   *
   * @param scope the scope for defaults of optional attributes: usually one without names and
   *     functions
   * @return any type after an error
   */
  public static TypeConstraint parse(Expression expression, Scope scope, Diagnostics diagnostics) {
    return new TypeExpression(scope, diagnostics).type(expression);
  }

  /**
   * Reads a type, accepting forms of old configurations that are not types: {@code list} and {@code
   * map} alone, and quoted names, which are reported.
   */
  public static TypeConstraint parseVariableType(
      Expression expression, Scope scope, Diagnostics diagnostics) {
    Expression written = StaticExpressions.written(expression);
    Optional<String> keyword = StaticExpressions.asKeyword(written);
    if (keyword.isPresent() && keyword.get().equals("list")) {
      return TypeConstraint.of(new Type.ListType(Type.DYNAMIC));
    }
    if (keyword.isPresent() && keyword.get().equals("map")) {
      return TypeConstraint.of(new Type.MapType(Type.DYNAMIC));
    }
    if (keyword.isEmpty() && !(written instanceof FunctionCall)) {
      Optional<String> quoted = StaticExpressions.asText(expression);
      if (quoted.isPresent()) {
        diagnostics.add(quoted(quoted.get(), expression.range()));
        return TypeConstraint.ANY;
      }
    }
    return parse(written, scope, diagnostics);
  }

  private static Diagnostic quoted(String text, SourceRange range) {
    String collection =
        switch (text) {
          case "list" ->
              " and write list(string) instead to explicitly indicate that the list"
                  + " elements are strings";
          case "map" ->
              " and write map(string) instead to explicitly indicate that the map"
                  + " elements are strings";
          default -> "";
        };
    return collection.isEmpty() && !text.equals("string")
        ? Diagnostic.error(
            "Invalid legacy variable type hint",
            "To provide a full type expression, remove the surrounding quotes and give the type"
                + " expression directly.",
            range)
        : Diagnostic.error(
            "Invalid quoted type constraints",
            "Terraform 0.11 and earlier required type constraints to be given in quotes, but that"
                + " form is now deprecated and will be removed in a future version of Terraform."
                + " Remove the quotes around \""
                + text
                + "\""
                + collection
                + ".",
            range);
  }

  private TypeConstraint invalid(String detail, SourceRange subject, SourceRange context) {
    diagnostics.add(Diagnostic.error(INVALID, detail, subject).in(context));
    return TypeConstraint.ANY;
  }

  private TypeConstraint invalid(String detail, SourceRange subject) {
    diagnostics.error(INVALID, detail, subject);
    return TypeConstraint.ANY;
  }

  private TypeConstraint type(Expression given) {
    if (given instanceof Expression.Invalid) {
      return TypeConstraint.ANY;
    }
    Expression expression = StaticExpressions.written(given);
    Optional<String> keyword = StaticExpressions.asKeyword(expression);
    if (keyword.isPresent()) {
      return keyword(keyword.get(), expression.range());
    }
    return expression instanceof FunctionCall call
        ? call(call)
        : invalid(
            "A type specification is either a primitive type keyword (bool, number, string) or a"
                + " complex type constructor call, like list(string).",
            expression.range());
  }

  private TypeConstraint keyword(String word, SourceRange range) {
    return switch (word) {
      case "string" -> TypeConstraint.of(Type.STRING);
      case "number" -> TypeConstraint.of(Type.NUMBER);
      case "bool" -> TypeConstraint.of(Type.BOOL);
      case "any" -> TypeConstraint.ANY;
      case "list", "set", "map", "object", "tuple" -> invalid(argumentRequired(word), range);
      default -> invalid("The keyword \"" + word + "\" is not a valid type specification.", range);
    };
  }

  private static String argumentRequired(String constructor) {
    return switch (constructor) {
      case "object" ->
          "The object type constructor requires one argument specifying the attribute types and"
              + " values as a map.";
      case "tuple" ->
          "The tuple type constructor requires one argument specifying the element types as a"
              + " list.";
      default ->
          "The "
              + constructor
              + " type constructor requires one argument specifying the element type.";
    };
  }

  private static SourceRange arguments(FunctionCall call) {
    return call.openParenthesis().to(call.closeParenthesis());
  }

  private TypeConstraint call(FunctionCall call) {
    return switch (call.name()) {
      case "string", "number", "bool" ->
          invalid(
              "Primitive type keyword \"" + call.name() + "\" does not expect arguments.",
              arguments(call),
              call.range());
      case "any" ->
          invalid(
              "Type constraint keyword \"any\" does not expect arguments.",
              arguments(call),
              call.range());
      case "optional" ->
          invalid(
              "Keyword \"optional\" is valid only as a modifier for object type attributes.",
              call.nameRange(),
              call.range());
      case "list", "set", "map", "object", "tuple" -> constructor(call);
      default ->
          invalid("Keyword \"" + call.name() + "\" is not a valid type constructor.", call.range());
    };
  }

  private TypeConstraint constructor(FunctionCall call) {
    List<Expression> arguments = call.arguments();
    if (arguments.size() == 1) {
      return constructed(call, arguments.getFirst());
    }
    return invalid(
        argumentRequired(call.name()),
        arguments.isEmpty()
            ? arguments(call)
            : arguments.get(1).range().to(arguments.getLast().range()),
        call.range());
  }

  private TypeConstraint constructed(FunctionCall call, Expression argument) {
    return switch (call.name()) {
      case "object" -> object(argument, call.range());
      case "tuple" -> tuple(argument, call.range());
      default -> {
        TypeConstraint element = type(argument);
        Type type =
            switch (call.name()) {
              case "list" -> new Type.ListType(element.type());
              case "set" -> new Type.SetType(element.type());
              default -> new Type.MapType(element.type());
            };
        yield new TypeConstraint(type, below(Map.of(Defaults.ELEMENT, element.defaults())));
      }
    };
  }

  private static Defaults below(Map<String, Defaults> nested) {
    return defaults(Map.of(), nested);
  }

  private static Defaults defaults(Map<String, Value> values, Map<String, Defaults> nested) {
    Map<String, Defaults> some = new HashMap<>(nested);
    some.values().removeIf(Defaults::isEmpty);
    return some.isEmpty() && values.isEmpty() ? Defaults.NONE : new Defaults(values, some);
  }

  private TypeConstraint tuple(Expression argument, SourceRange whole) {
    Optional<List<Expression>> elements = StaticExpressions.asList(argument);
    if (elements.isEmpty()) {
      return invalid(
          "Tuple type constructor requires a list of element types.", argument.range(), whole);
    }
    List<Type> types = new ArrayList<>();
    Map<String, Defaults> nested = new HashMap<>();
    for (Expression element : elements.get()) {
      TypeConstraint constraint = type(element);
      nested.put(Integer.toString(types.size()), constraint.defaults());
      types.add(constraint.type());
    }
    return new TypeConstraint(new Type.TupleType(types), below(nested));
  }

  private TypeConstraint object(Expression argument, SourceRange whole) {
    Optional<List<Item>> items = StaticExpressions.asPairs(argument);
    if (items.isEmpty()) {
      return invalid(
          "Object type constructor requires a map whose keys are attribute names and whose values"
              + " are the corresponding attribute types.",
          argument.range(),
          whole);
    }
    TreeMap<String, Type> types = new TreeMap<>(Value.KEY_ORDER);
    Set<String> optional = new HashSet<>();
    Map<String, Value> values = new HashMap<>();
    Map<String, Defaults> nested = new HashMap<>();
    for (Item item : items.get()) {
      Optional<String> name = StaticExpressions.asKeyword(item.key());
      if (name.isEmpty()) {
        invalid("Object constructor map keys must be attribute names.", item.key().range(), whole);
        continue;
      }
      if (types.containsKey(name.get())) {
        invalid("Object constructor map keys must be unique.", item.key().range(), whole);
        continue;
      }
      Expression expression = StaticExpressions.written(item.value());
      Optional<Expression> givenDefault = Optional.empty();
      if (expression instanceof FunctionCall call && call.name().equals("optional")) {
        if (call.arguments().isEmpty()) {
          invalid(
              "Optional attribute modifier requires the attribute type as its argument.",
              arguments(call),
              call.range());
          continue;
        }
        if (call.arguments().size() > 2) {
          invalid(
              "Optional attribute modifier expects at most two arguments: the attribute type, and a"
                  + " default value.",
              arguments(call),
              call.range());
        }
        optional.add(name.get());
        givenDefault = call.arguments().stream().skip(1).findFirst();
        expression = call.arguments().getFirst();
      }
      TypeConstraint constraint = type(expression);
      types.put(name.get(), constraint.type());
      nested.put(name.get(), constraint.defaults());
      givenDefault
          .flatMap(written -> defaultValue(written, constraint))
          .ifPresent(value -> values.put(name.get(), value));
    }
    return new TypeConstraint(new Type.ObjectType(types, optional), defaults(values, nested));
  }

  private Optional<Value> defaultValue(Expression expression, TypeConstraint constraint) {
    Diagnostics problems = new Diagnostics();
    Value value = Evaluator.evaluate(expression, scope, problems);
    diagnostics.addAll(problems);
    if (problems.hasErrors()) {
      return Optional.empty();
    }
    Conversion.Result result = Conversion.convert(value, constraint.type());
    if (result.problem().isPresent()) {
      diagnostics.error(
          "Invalid default value for optional attribute",
          "This default value is not compatible with the attribute's type constraint: "
              + result.problem().get().message()
              + ".",
          expression.range());
      return Optional.empty();
    }
    return Optional.of(result.value());
  }
}
