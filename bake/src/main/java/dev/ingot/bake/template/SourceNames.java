package dev.ingot.bake.template;

import dev.ingot.bake.template.TemplateBlocks.SourceName;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads references to sources: {@code "source.TYPE.NAME"}, also without quotes or without the
 * prefix.
 */
record SourceNames(Diagnostics diagnostics) {
  /** A reference to a source. */
  record Named(SourceName name, SourceRange range) {}

  /** The sources of a {@code sources} argument, which may be any expression. */
  List<Named> list(Expression expression, Scope scope) {
    if (expression instanceof Expression.TupleConstructor tuple) {
      List<Named> names = new ArrayList<>();
      for (Expression element : tuple.elements()) {
        element(element, scope).ifPresent(names::add);
      }
      return names;
    }
    Value value = Evaluator.evaluate(expression, scope, diagnostics);
    if (!value.isKnown()) {
      return List.of();
    }
    return switch (value.unmarked()) {
      case Value.TupleValue(List<Value> elements) -> texts(elements, expression.range());
      case Value.ListValue(var _, List<Value> elements) -> texts(elements, expression.range());
      case Value.SetValue(var _, List<Value> elements) -> texts(elements, expression.range());
      case Value _ -> {
        diagnostics.error(
            "Invalid list of sources",
            "sources is a list of references: sources = [\"source.TYPE.NAME\"].",
            expression.range());
        yield List.of();
      }
    };
  }

  private List<Named> texts(List<Value> elements, SourceRange range) {
    List<Named> names = new ArrayList<>();
    for (Value element : elements) {
      if (element.unmarked() instanceof Value.StringValue(String text)) {
        name(text, range).ifPresent(name -> names.add(new Named(name, range)));
      } else if (element.isKnown()) {
        wrong(range);
      }
    }
    return names;
  }

  private Optional<Named> element(Expression element, Scope scope) {
    if (element instanceof Expression.ScopeTraversal(Traversal traversal, SourceRange range)
        && (traversal.root().equals("source") || traversal.root().equals("sources"))) {
      return name(range.text().strip(), range).map(name -> new Named(name, range));
    }
    Value value = Evaluator.evaluate(element, scope, diagnostics);
    if (value.unmarked() instanceof Value.StringValue(String text)) {
      return name(text, element.range()).map(name -> new Named(name, element.range()));
    }
    if (value.isKnown()) {
      wrong(element.range());
    }
    return Optional.empty();
  }

  private void wrong(SourceRange range) {
    diagnostics.error(
        "Invalid source reference", "A source reference has the form \"source.TYPE.NAME\".", range);
  }

  /** The name in a text. */
  Optional<SourceName> name(String text, SourceRange range) {
    boolean prefixed = text.startsWith("source.") || text.startsWith("sources.");
    String rest = prefixed ? text.substring(text.indexOf('.') + 1) : text;
    int dot = rest.indexOf('.');
    String name = rest.substring(dot + 1);
    if (dot < 1 || name.isEmpty() || (!prefixed && name.indexOf('.') >= 0)) {
      diagnostics.error(
          "Invalid source reference",
          "\"" + text + "\" is not the name of a source; write \"source.TYPE.NAME\".",
          range);
      return Optional.empty();
    }
    return Optional.of(new SourceName(rest.substring(0, dot), name));
  }
}
