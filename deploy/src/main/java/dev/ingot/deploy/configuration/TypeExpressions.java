package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Expression.FunctionCall;
import dev.ingot.lang.syntax.Expression.ObjectConstructor;
import dev.ingot.lang.syntax.Syntax;
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

/** Reads type constraints. Rules: the recorded behaviour of Terraform 1.11. */
final class TypeExpressions {
  private static final String SUMMARY = "Invalid type specification";

  private final Diagnostics diagnostics;

  TypeExpressions(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The constraint; any type after an error. */
  TypeConstraint read(Expression expression) {
    Optional<String> quoted = StaticTraversals.literalText(expression);
    if (quoted.isPresent()) {
      if (StaticTraversals.isJson(expression)) {
        return json(quoted.get(), expression.range());
      }
      return quoted(quoted.get(), expression.range());
    }
    if (expression instanceof Expression.Invalid) {
      return TypeConstraint.ANY;
    }
    Optional<String> keyword = StaticTraversals.keyword(expression);
    if (keyword.isPresent()) {
      switch (keyword.get()) {
        case "list" -> {
          return TypeConstraint.of(new Type.ListType(Type.DYNAMIC));
        }
        case "map" -> {
          return TypeConstraint.of(new Type.MapType(Type.DYNAMIC));
        }
        default -> {
          // No shorthand.
        }
      }
    }
    return constraint(expression);
  }

  /** In JSON the constraint is text; what is wrong with it is said of the whole text. */
  private TypeConstraint json(String text, SourceRange range) {
    Diagnostics own = new Diagnostics();
    Expression parsed = Syntax.parseExpression(new SourceFile(range.file().name(), text), own);
    TypeConstraint constraint =
        parsed instanceof Expression.Invalid
            ? TypeConstraint.ANY
            : new TypeExpressions(own).read(parsed);
    for (Diagnostic each : own.list()) {
      diagnostics.add(
          new Diagnostic(
              each.severity(),
              each.summary(),
              each.detail(),
              Optional.of(range),
              Optional.empty(),
              List.of()));
    }
    return constraint;
  }

  private TypeConstraint quoted(String text, SourceRange range) {
    String before =
        "Terraform 0.11 and earlier required type constraints to be given in quotes, but that form"
            + " is now deprecated and will be removed in a future version of Terraform. Remove the"
            + " quotes around \""
            + text
            + "\"";
    switch (text) {
      case "string" -> diagnostics.error("Invalid quoted type constraints", before + ".", range);
      case "list" ->
          diagnostics.error(
              "Invalid quoted type constraints",
              before
                  + " and write list(string) instead to explicitly indicate that the list elements"
                  + " are strings.",
              range);
      case "map" ->
          diagnostics.error(
              "Invalid quoted type constraints",
              before
                  + " and write map(string) instead to explicitly indicate that the map elements"
                  + " are strings.",
              range);
      default ->
          diagnostics.error(
              "Invalid legacy variable type hint",
              "To provide a full type expression, remove the surrounding quotes and give the type"
                  + " expression directly.",
              range);
    }
    return TypeConstraint.ANY;
  }

  private TypeConstraint wrong(String detail, SourceRange range) {
    diagnostics.error(SUMMARY, detail, range);
    return TypeConstraint.ANY;
  }

  private TypeConstraint constraint(Expression expression) {
    if (expression instanceof FunctionCall call) {
      return call(call);
    }
    Optional<String> keyword = StaticTraversals.keyword(expression);
    if (keyword.isEmpty()) {
      return wrong(
          "A type specification is either a primitive type keyword (bool, number, string) or a"
              + " complex type constructor call, like list(string).",
          expression.range());
    }
    SourceRange range = expression.range();
    return switch (keyword.get()) {
      case "bool" -> TypeConstraint.of(Type.BOOL);
      case "string" -> TypeConstraint.of(Type.STRING);
      case "number" -> TypeConstraint.of(Type.NUMBER);
      case "any" -> TypeConstraint.ANY;
      case "list", "set", "map" ->
          wrong(
              "The "
                  + keyword.get()
                  + " type constructor requires one argument specifying the element type.",
              range);
      case "object" ->
          wrong(
              "The object type constructor requires one argument specifying the attribute types and"
                  + " values as a map.",
              range);
      case "tuple" ->
          wrong(
              "The tuple type constructor requires one argument specifying the element types as a"
                  + " list.",
              range);
      case "optional" ->
          wrong(
              "Keyword \"optional\" is valid only as a modifier for object type attributes.",
              range);
      default ->
          wrong("The keyword \"" + keyword.get() + "\" is not a valid type specification.", range);
    };
  }

  private TypeConstraint call(FunctionCall call) {
    switch (call.name()) {
      case "bool", "string", "number", "any" -> {
        return wrong(
            "Primitive type keyword \"" + call.name() + "\" does not expect arguments.",
            call.openParenthesis());
      }
      case "optional" -> {
        return wrong(
            "Keyword \"optional\" is valid only as a modifier for object type attributes.",
            call.nameRange());
      }
      case "list", "set", "map", "object", "tuple" -> {
        if (call.arguments().size() != 1) {
          String what =
              switch (call.name()) {
                case "object" -> "the attribute types and values as a map";
                case "tuple" -> "the element types as a list";
                default -> "the element type";
              };
          return wrong(
              "The "
                  + call.name()
                  + " type constructor requires one argument specifying "
                  + what
                  + ".",
              call.range());
        }
      }
      default -> {
        return wrong(
            "Keyword \"" + call.name() + "\" is not a valid type constructor.", call.nameRange());
      }
    }
    Expression argument = call.arguments().getFirst();
    return switch (call.name()) {
      case "object" -> object(argument);
      case "tuple" -> tuple(argument);
      default -> {
        TypeConstraint element = constraint(argument);
        Type type =
            switch (call.name()) {
              case "list" -> new Type.ListType(element.type());
              case "set" -> new Type.SetType(element.type());
              default -> new Type.MapType(element.type());
            };
        yield new TypeConstraint(
            type,
            element.defaults().isEmpty()
                ? Defaults.NONE
                : new Defaults(Map.of(), Map.of(Defaults.ELEMENT, element.defaults())));
      }
    };
  }

  private TypeConstraint tuple(Expression argument) {
    if (!(argument instanceof Expression.TupleConstructor tuple)) {
      return wrong("Tuple type constructor requires a list of element types.", argument.range());
    }
    List<Type> types = new ArrayList<>();
    Map<String, Defaults> nested = new HashMap<>();
    for (Expression element : tuple.elements()) {
      TypeConstraint constraint = constraint(element);
      if (!constraint.defaults().isEmpty()) {
        nested.put(Integer.toString(types.size()), constraint.defaults());
      }
      types.add(constraint.type());
    }
    return new TypeConstraint(new Type.TupleType(types), new Defaults(Map.of(), nested));
  }

  private TypeConstraint object(Expression argument) {
    if (!(argument instanceof ObjectConstructor object)) {
      return wrong(
          "Object type constructor requires a map whose keys are attribute names and whose values"
              + " are the corresponding attribute types.",
          argument.range());
    }
    TreeMap<String, Type> types = new TreeMap<>(Value.KEY_ORDER);
    Set<String> optional = new HashSet<>();
    Map<String, Value> values = new HashMap<>();
    Map<String, Defaults> nested = new HashMap<>();
    for (ObjectConstructor.Item item : object.items()) {
      Expression key =
          item.key() instanceof Expression.ObjectKey(Expression wrapped, var _)
              ? wrapped
              : item.key();
      Optional<String> name =
          StaticTraversals.keyword(key).or(() -> StaticTraversals.literalText(key));
      if (name.isEmpty()) {
        wrong("Object constructor map keys must be attribute names.", key.range());
        continue;
      }
      Expression type = item.value();
      Optional<Expression> defaultValue = Optional.empty();
      if (type instanceof FunctionCall call && call.name().equals("optional")) {
        if (call.arguments().isEmpty() || call.arguments().size() > 2) {
          wrong(
              "Optional attribute modifier expects at least one argument: the attribute type, and"
                  + " may have a second one, its default.",
              call.range());
          continue;
        }
        optional.add(name.get());
        type = call.arguments().getFirst();
        defaultValue =
            call.arguments().size() == 2 ? Optional.of(call.arguments().get(1)) : Optional.empty();
      }
      TypeConstraint constraint = constraint(type);
      types.put(name.get(), constraint.type());
      if (!constraint.defaults().isEmpty()) {
        nested.put(name.get(), constraint.defaults());
      }
      defaultValue.ifPresent(
          expression ->
              defaultValue(expression, constraint)
                  .ifPresent(value -> values.put(name.get(), value)));
    }
    return new TypeConstraint(new Type.ObjectType(types, optional), new Defaults(values, nested));
  }

  private Optional<Value> defaultValue(Expression expression, TypeConstraint constraint) {
    Diagnostics own = new Diagnostics();
    Value value = Constants.evaluate(expression, own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return Optional.empty();
    }
    Conversion.Result converted = Conversion.convert(value, constraint.type());
    if (converted.problem().isPresent()) {
      diagnostics.error(
          "Invalid default value for optional attribute",
          "This default value is not compatible with the attribute's type constraint: "
              + converted.problem().get()
              + ".",
          expression.range());
      return Optional.empty();
    }
    return Optional.of(converted.value());
  }
}
