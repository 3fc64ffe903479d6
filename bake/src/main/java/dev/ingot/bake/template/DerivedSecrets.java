package dev.ingot.bake.template;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the values that expressions derive from sensitive ones: the results of functions,
 * conditions and operators, so that a secret in another form isn't shown either. A text that merely
 * contains a secret is not one itself.
 */
final class DerivedSecrets {
  private final Scope scope;
  private final List<Value> found = new ArrayList<>();

  private DerivedSecrets(Scope scope) {
    this.scope = scope;
  }

  /** The sensitive values within an expression. */
  static List<Value> of(Expression expression, Scope scope) {
    DerivedSecrets secrets = new DerivedSecrets(scope);
    secrets.visit(expression);
    return secrets.found;
  }

  private void visit(Expression expression) {
    switch (expression) {
      case Expression.Literal _, Expression.Invalid _, Expression.SplatElement _ -> {}
      case Expression.Template template -> template.parts().forEach(this::visit);
      case Expression.TemplateWrap wrap -> visit(wrap.wrapped());
      case Expression.TemplateJoin join -> visit(join.loop().collection());
      case Expression.JsonTemplate json -> visit(json.template());
      case Expression.Parentheses parentheses -> visit(parentheses.inner());
      case Expression.TupleConstructor tuple -> tuple.elements().forEach(this::visit);
      case Expression.ObjectConstructor object ->
          object.items().forEach(item -> visit(item.value()));
      case Expression.ObjectKey key -> visit(key.wrapped());
      case Expression.ScopeTraversal _,
          Expression.RelativeTraversal _,
          Expression.Index _,
          Expression.Splat _,
          Expression.For _ ->
          keep(expression);
      case Expression.FunctionCall call -> {
        call.arguments().forEach(this::visit);
        keep(call);
      }
      case Expression.Conditional conditional -> {
        visit(conditional.whenTrue());
        visit(conditional.whenFalse());
      }
      case Expression.Binary binary -> keep(binary);
      case Expression.Unary unary -> keep(unary);
    }
  }

  /** Errors are reported where it is evaluated itself. */
  private void keep(Expression expression) {
    found.add(Evaluator.evaluate(expression, scope, new Diagnostics()));
  }
}
