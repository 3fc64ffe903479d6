package dev.ingot.lang.eval;

import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the references of an expression. Linear, and without recursion. */
final class References {
  /**
   * The remaining work, last first: an expression to visit, or the end of the scope of a loop's
   * names.
   */
  private sealed interface Task {}

  private record Visit(Expression expression) implements Task {}

  private record Hide(Expression.For loop) implements Task {}

  private record Show(Expression.For loop) implements Task {}

  private final List<Traversal> found = new ArrayList<>();
  private final Map<String, Integer> hidden = new HashMap<>();
  private final Deque<Task> tasks = new ArrayDeque<>();

  private References() {}

  static List<Traversal> of(Expression expression) {
    if (expression instanceof Expression.Literal) {
      return List.of();
    }
    if (expression instanceof Expression.ScopeTraversal reference) {
      return List.of(reference.traversal());
    }
    References references = new References();
    references.push(expression);
    references.run();
    return references.found;
  }

  private void run() {
    while (!tasks.isEmpty()) {
      switch (tasks.pop()) {
        case Visit visit -> visit(visit.expression());
        case Hide hide -> change(hide.loop(), 1);
        case Show show -> change(show.loop(), -1);
      }
    }
  }

  private void change(Expression.For loop, int by) {
    hidden.merge(loop.valueVariable(), by, Integer::sum);
    loop.keyVariable().ifPresent(name -> hidden.merge(name, by, Integer::sum));
  }

  private void push(Expression expression) {
    tasks.push(new Visit(expression));
  }

  private void push(Optional<Expression> expression) {
    expression.ifPresent(this::push);
  }

  private void pushAll(List<Expression> expressions) {
    for (int i = expressions.size() - 1; i >= 0; i--) {
      push(expressions.get(i));
    }
  }

  private void visit(Expression expression) {
    switch (expression) {
      case Expression.Literal ignored -> {}
      case Expression.Invalid ignored -> {}
      case Expression.SplatElement ignored -> {}
      case Expression.ScopeTraversal reference -> {
        if (hidden.getOrDefault(reference.traversal().root(), 0) == 0) {
          found.add(reference.traversal());
        }
      }
      case Expression.Template template -> pushAll(template.parts());
      case Expression.TemplateWrap wrap -> push(wrap.wrapped());
      case Expression.TemplateJoin join -> push(join.loop());
      // Text that is not a template is reported where it is evaluated, and has no references.
      case Expression.JsonTemplate json when !json.problems().isEmpty() -> {}
      case Expression.JsonTemplate json -> push(json.template());
      case Expression.RelativeTraversal relative -> push(relative.source());
      case Expression.Index index -> {
        push(index.key());
        push(index.collection());
      }
      case Expression.FunctionCall call -> pushAll(call.arguments());
      case Expression.Conditional conditional -> {
        push(conditional.whenFalse());
        push(conditional.whenTrue());
        push(conditional.condition());
      }
      case Expression.Binary binary -> {
        push(binary.right());
        push(binary.left());
      }
      case Expression.Unary unary -> push(unary.operand());
      case Expression.Parentheses parentheses -> push(parentheses.inner());
      case Expression.TupleConstructor tuple -> pushAll(tuple.elements());
      case Expression.ObjectConstructor object -> {
        for (int i = object.items().size() - 1; i >= 0; i--) {
          push(object.items().get(i).value());
          push(object.items().get(i).key());
        }
      }
      case Expression.ObjectKey key -> {
        if (ObjectKeys.literalName(key).isEmpty()) {
          push(key.wrapped());
        }
      }
      case Expression.For loop -> {
        tasks.push(new Show(loop));
        push(loop.condition());
        push(loop.value());
        push(loop.key());
        tasks.push(new Hide(loop));
        push(loop.collection());
      }
      case Expression.Splat splat -> {
        push(splat.each());
        push(splat.source());
      }
    }
  }
}
