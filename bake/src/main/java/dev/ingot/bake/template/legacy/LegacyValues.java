package dev.ingot.bake.template.legacy;

import dev.ingot.bake.gotext.GoCalls;
import dev.ingot.bake.gotext.GoCalls.Part;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of a legacy template as expressions: <code>{{user `x`}}</code> becomes a reference to
 * a variable, which has its value before arguments get their types; other actions are filled later,
 * as in any template. Rules: Packer's public documentation of legacy JSON templates.
 *
 * @param variables the names of all variables
 * @param undeclared collects the others that are used, with the place of the first use
 * @param environment whether <code>{{env `X`}}</code> is read, as in defaults of variables
 */
record LegacyValues(
    Set<String> variables,
    Map<String, SourceRange> undeclared,
    boolean environment,
    Diagnostics diagnostics) {

  /** The text of a key or a string. */
  static Optional<String> text(Expression expression) {
    return switch (expression) {
      case Expression.Literal(Value value, var _) -> Values.text(value);
      case Expression.JsonTemplate template -> Optional.of(template.text());
      default -> Optional.empty();
    };
  }

  /** The expression with what its strings refer to. */
  Expression of(Expression expression) {
    return switch (expression) {
      case Expression.ObjectConstructor object ->
          new Expression.ObjectConstructor(
              object.items().stream()
                  .map(
                      item ->
                          new Expression.ObjectConstructor.Item(
                              text(item.key())
                                  .<Expression>map(
                                      key ->
                                          new Expression.Literal(Value.of(key), item.key().range()))
                                  .orElse(item.key()),
                              of(item.value())))
                  .toList(),
              object.openRange(),
              object.range());
      case Expression.TupleConstructor tuple ->
          new Expression.TupleConstructor(
              tuple.elements().stream().map(this::of).toList(), tuple.openRange(), tuple.range());
      default -> text(expression).map(text -> string(text, expression.range())).orElse(expression);
    };
  }

  private Expression string(String text, SourceRange range) {
    List<Expression> parts = new ArrayList<>();
    for (Part part : GoCalls.of(text)) {
      parts.add(
          switch (part) {
            case Part.Text(String plain) -> new Expression.Literal(Value.of(plain), range);
            case Part.Call call -> call(call, range);
          });
    }
    return parts.size() == 1 ? parts.getFirst() : new Expression.Template(parts, range);
  }

  /** As in Packer, a variable that isn't declared is empty unless it is given a value. */
  private void used(String name, SourceRange range) {
    String hint = Suggestion.hint(name, variables);
    if (undeclared.putIfAbsent(name, range) == null && !hint.isEmpty()) {
      diagnostics.add(
          Diagnostic.warning(
              "Undeclared variable",
              "This template has no variable \""
                  + name
                  + "\"."
                  + hint
                  + (environment ? " It has to be" : " It is empty unless it is")
                  + " given a value on the command line or by a file.",
              range));
    }
  }

  private Expression call(Part.Call call, SourceRange range) {
    Expression plain = new Expression.Literal(Value.of(call.source()), range);
    if (call.arguments().size() != 1) {
      return plain;
    }
    String argument = call.arguments().getFirst();
    return switch (call.name()) {
      case "user" -> {
        if (!variables.contains(argument)) {
          used(argument, range);
        }
        yield environment
            ? plain
            : new Expression.ScopeTraversal(
                new Traversal("var", range, List.of(new Traversal.Attribute(argument, range))),
                range);
      }
      case "env" -> {
        if (environment) {
          yield new Expression.FunctionCall(
              "env",
              List.of(new Expression.Literal(Value.of(argument), range)),
              false,
              range,
              range,
              range,
              range);
        }
        diagnostics.error(
            "Environment read outside of variables",
            "{{env}} works only in the defaults of variables: declare a variable with this"
                + " default and use it here with {{user}}.",
            range);
        yield plain;
      }
      default -> plain;
    };
  }
}
