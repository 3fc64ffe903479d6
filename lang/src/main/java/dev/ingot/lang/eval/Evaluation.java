package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** One evaluation of an expression: its position and its diagnostics. */
final class Evaluation {
  private static final int MOST_PROBLEMS = 1000;

  private final Scope scope;
  private Diagnostics diagnostics;
  private Optional<Frame> frame = Optional.empty();
  private final Budget budget = new Budget();
  private int depth;
  private int errors;

  Evaluation(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  Scope scope() {
    return scope;
  }

  /** The number of errors reported so far. */
  int errors() {
    return errors;
  }

  Optional<Frame> frame() {
    return frame;
  }

  void enter(Frame inner) {
    frame = Optional.of(inner);
  }

  void leaveTo(Optional<Frame> outer) {
    frame = outer;
  }

  void report(Diagnostic diagnostic) {
    if (diagnostic.isError()) {
      errors++;
    }
    // A loop can fail in every iteration; nobody reads that many messages.
    if (diagnostics.count() < MOST_PROBLEMS || (diagnostic.isError() && !diagnostics.hasErrors())) {
      diagnostics.add(diagnostic);
    }
  }

  /** Reports an error with the values of the expression that led to it. */
  void error(
      String summary, String detail, SourceRange subject, SourceRange context, Expression about) {
    report(Diagnostic.error(summary, detail, subject).in(context).with(ValueNotes.of(this, about)));
  }

  /** Evaluates with diagnostics collected elsewhere. */
  Value evaluateInto(Expression expression, Diagnostics other, Optional<Frame> where) {
    Diagnostics outer = diagnostics;
    Optional<Frame> outerFrame = frame;
    int outerErrors = errors;
    diagnostics = other;
    frame = where;
    try {
      return evaluate(expression);
    } finally {
      diagnostics = outer;
      frame = outerFrame;
      errors = outerErrors;
    }
  }

  /** The value of an expression here. */
  Value evaluate(Expression expression) {
    if (depth >= Evaluator.MAX_DEPTH) {
      report(
          Diagnostic.error(
              "Expression too deeply nested",
              "Expressions can be nested at most "
                  + Evaluator.MAX_DEPTH
                  + " levels deep. Move a part of this expression to a value of its own.",
              expression.range()));
      return Values.DYNAMIC_UNKNOWN;
    }
    if (!budget.step()) {
      exhausted(expression);
      return Values.DYNAMIC_UNKNOWN;
    }
    depth++;
    Value value = dispatch(expression);
    depth--;
    return value;
  }

  /** Reports it once; the rest of the evaluation fails quickly. */
  private void exhausted(Expression expression) {
    if (diagnostics.hasErrors()) {
      errors++;
    } else {
      report(Budget.exhausted(expression.range()));
    }
  }

  private Value dispatch(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> literal.value();
      case Expression.ScopeTraversal reference -> reference(reference);
      case Expression.Index index -> chain(index);
      case Expression.RelativeTraversal relative -> chain(relative);
      case Expression.FunctionCall call -> made(Calls.evaluate(this, call), call);
      case Expression.Binary binary -> Operations.binary(this, binary);
      case Expression.Unary unary -> Operations.unary(this, unary);
      case Expression.Conditional conditional -> Conditionals.evaluate(this, conditional);
      case Expression.Parentheses parentheses -> evaluate(parentheses.inner());
      case Expression.Template template -> made(Templates.evaluate(this, template), template);
      case Expression.TemplateWrap wrap -> evaluate(wrap.wrapped());
      case Expression.TemplateJoin join -> made(Templates.join(this, join), join);
      case Expression.JsonTemplate json -> jsonTemplate(json);
      case Expression.TupleConstructor tuple -> made(tuple(tuple), tuple);
      case Expression.ObjectConstructor object -> made(object(object), object);
      case Expression.ObjectKey key -> objectKey(key);
      case Expression.For loop -> made(Loops.evaluate(this, loop), loop);
      case Expression.Splat splat -> made(Splats.evaluate(this, splat), splat);
      case Expression.SplatElement element ->
          Frame.find(frame, element).map(Frame::value).orElse(Values.DYNAMIC_UNKNOWN);
      case Expression.Invalid ignored -> {
        // The parser has reported it; it is counted so that try() does not treat it as a success.
        errors++;
        yield Values.DYNAMIC_UNKNOWN;
      }
    };
  }

  /** Counts the result, and rejects values nested too deeply for operations on values. */
  private Value made(Value value, Expression about) {
    budget.made(value);
    if (Values.depth(value) <= Values.MAX_DEPTH) {
      return value;
    }
    report(
        Diagnostic.error(
            "Value too deeply nested",
            "Values can be nested at most "
                + Values.MAX_DEPTH
                + " levels deep, and the result of this expression is nested deeper.",
            about.range()));
    return Values.DYNAMIC_UNKNOWN.marked(Values.deepMarks(value));
  }

  private Value tuple(Expression.TupleConstructor tuple) {
    List<Value> values = new ArrayList<>(tuple.elements().size());
    for (Expression element : tuple.elements()) {
      values.add(evaluate(element));
    }
    return new Value.TupleValue(values);
  }

  private Value object(Expression.ObjectConstructor object) {
    TreeMap<String, Value> attributes = new TreeMap<>(Value.KEY_ORDER);
    Marks marks = Marks.NONE;
    boolean known = true;
    for (Expression.ObjectConstructor.Item item : object.items()) {
      int before = errors;
      Value key = evaluate(item.key());
      boolean keyFailed = errors > before;
      Value value = evaluate(item.value());
      if (keyFailed) {
        known = false;
        continue;
      }
      if (key.isNull()) {
        error(
            "Null value as key",
            "Can't use a null value as a key.",
            item.value().range(),
            object.range(),
            item.key());
        known = false;
        continue;
      }
      marks = marks.with(key.marks());
      Converted name = Converted.to(key.unmarked(), Type.STRING);
      if (name.problem().isPresent()) {
        error(
            "Incorrect key type",
            "Can't use this value as a key: " + name.problem().get() + ".",
            item.key().range(),
            object.range(),
            item.key());
        known = false;
      } else if (name.value() instanceof Value.StringValue(String text)) {
        if (attributes.put(text, value) != null && !(item.key() instanceof Expression.ObjectKey)) {
          report(duplicate(text, object, item));
        }
      } else {
        known = false;
      }
    }
    return known
        ? new Value.ObjectValue(attributes).marked(marks)
        : Values.DYNAMIC_UNKNOWN.marked(marks);
  }

  /** In JSON a property occurs once in an object; in the native syntax the last one counts. */
  private Diagnostic duplicate(
      String name, Expression.ObjectConstructor object, Expression.ObjectConstructor.Item item) {
    SourceRange first =
        object.items().stream()
            .filter(other -> Values.text(evaluate(other.key())).orElse("").equals(name))
            .findFirst()
            .map(other -> other.key().range())
            .orElse(object.range());
    return Diagnostic.error(
        "Duplicate object attribute",
        "An attribute named " + Quoting.quoted(name) + " was already defined at " + first + ".",
        item.key().range());
  }

  private Value jsonTemplate(Expression.JsonTemplate json) {
    if (!scope.readsJsonTemplates()) {
      return Value.of(json.text());
    }
    if (json.problems().isEmpty()) {
      return evaluate(json.template());
    }
    json.problems().forEach(this::report);
    return Values.DYNAMIC_UNKNOWN;
  }

  private Value objectKey(Expression.ObjectKey key) {
    if (ObjectKeys.isAmbiguous(key)) {
      report(
          Diagnostic.error(
              "Ambiguous attribute key",
              "If this expression is intended to be a reference, wrap it in parentheses. If it's"
                  + " instead intended as a literal name containing periods, wrap it in quotes to"
                  + " create a string literal.",
              key.range()));
      return Values.DYNAMIC_UNKNOWN;
    }
    Optional<String> name = ObjectKeys.literalName(key);
    return name.isPresent() ? Value.of(name.get()) : evaluate(key.wrapped());
  }

  private Value reference(Expression.ScopeTraversal reference) {
    Traversal traversal = reference.traversal();
    Optional<Frame> local = Frame.find(frame, traversal.root());
    return local.isPresent()
        ? steps(local.get().value(), traversal.steps(), 0, reference)
        : resolve(traversal, reference);
  }

  private Value resolve(Traversal traversal, Expression about) {
    Diagnostics found = new Diagnostics();
    Optional<Scope.Resolved> resolved = scope.resolve(traversal, found);
    if (!found.isEmpty()) {
      found.list().forEach(this::report);
    }
    if (resolved.isEmpty()) {
      report(unknownVariable(traversal));
      return Values.DYNAMIC_UNKNOWN;
    }
    return steps(resolved.get().value(), traversal.steps(), resolved.get().steps(), about);
  }

  private Diagnostic unknownVariable(Traversal traversal) {
    List<String> names = scope.names();
    if (names.isEmpty() && frame.isEmpty()) {
      return Diagnostic.error(
          "Variables not allowed", "Variables may not be used here.", traversal.range());
    }
    return Diagnostic.error(
        "Unknown variable",
        "There is no variable named "
            + Quoting.quoted(traversal.root())
            + "."
            + Suggestion.hint(traversal.root(), names.stream().sorted().toList()),
        traversal.rootRange());
  }

  private Value steps(Value start, List<Traversal.Step> steps, int from, Expression about) {
    Value value = start;
    for (int i = from; i < steps.size(); i++) {
      value = Steps.take(value, steps.get(i), problem -> reportAbout(problem, about));
    }
    return value;
  }

  private void reportAbout(Diagnostic problem, Expression about) {
    report(problem.in(about.range()).with(ValueNotes.of(this, about)));
  }

  /**
   * A chain of steps and indexes. If it starts with a reference into the scope, the scope gets as
   * much of it as is literal or can be evaluated, in one piece.
   */
  private Value chain(Expression outermost) {
    List<Expression> links = new ArrayList<>();
    Expression start = outermost;
    while (true) {
      if (start instanceof Expression.Index index) {
        links.add(index);
        start = index.collection();
      } else if (start instanceof Expression.RelativeTraversal relative) {
        links.add(relative);
        start = relative.source();
      } else {
        break;
      }
    }
    if (start instanceof Expression.ScopeTraversal reference
        && Frame.find(frame, reference.traversal().root()).isEmpty()) {
      return scopeChain(reference, links, outermost);
    }
    Value value = evaluate(start);
    for (int i = links.size() - 1; i >= 0; i--) {
      value = link(value, links.get(i), Optional.empty());
    }
    return value;
  }

  private Value scopeChain(
      Expression.ScopeTraversal reference, List<Expression> links, Expression outermost) {
    Traversal traversal = reference.traversal();
    List<Traversal.Step> steps = new ArrayList<>(traversal.steps());
    Optional<Value> pendingKey = Optional.empty();
    int next = links.size() - 1;
    while (next >= 0) {
      Expression link = links.get(next);
      if (link instanceof Expression.RelativeTraversal relative) {
        steps.addAll(relative.steps());
      } else if (link instanceof Expression.Index index) {
        int before = errors;
        Value key = evaluate(index.key());
        boolean literal =
            errors == before
                && (key instanceof Value.StringValue || key instanceof Value.NumberValue);
        if (!literal) {
          pendingKey = Optional.of(key);
          break;
        }
        steps.add(new Traversal.Key(key, index.bracketRange()));
      }
      next--;
    }
    Value value = resolve(new Traversal(traversal.root(), traversal.rootRange(), steps), outermost);
    for (; next >= 0; next--) {
      value = link(value, links.get(next), pendingKey);
      pendingKey = Optional.empty();
    }
    return value;
  }

  private Value link(Value value, Expression link, Optional<Value> evaluatedKey) {
    if (link instanceof Expression.RelativeTraversal relative) {
      return steps(value, relative.steps(), 0, relative);
    }
    if (link instanceof Expression.Index index) {
      Value key = evaluatedKey.isPresent() ? evaluatedKey.get() : evaluate(index.key());
      return Steps.index(value, key, index.bracketRange(), problem -> reportAbout(problem, index));
    }
    throw new IllegalArgumentException("neither steps nor an index: " + link.range());
  }
}
