package dev.ingot.lang.function.conversion;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Converted;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.TemplateRendering;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Optional;

/** {@code templatestring}: renders a template that comes from a reference. */
final class TemplateStringFunction implements Scope.LazyFunction {
  @Override
  public Optional<Scope.Signature> signature() {
    return Optional.of(
        new Scope.Signature(
            List.of(
                new Scope.Parameter("template", Type.DYNAMIC),
                new Scope.Parameter("vars", Type.DYNAMIC)),
            Optional.empty(),
            Type.DYNAMIC));
  }

  @Override
  public Value callLazily(Scope.LazyCall call, Diagnostics diagnostics) {
    try {
      return render(call, diagnostics);
    } catch (FunctionFailure e) {
      diagnostics.add(
          e.diagnostic(
              call.name(),
              signature(),
              call.arguments().stream().map(Scope.Argument::range).toList(),
              call.range()));
      return Values.DYNAMIC_UNKNOWN;
    }
  }

  private static Value render(Scope.LazyCall call, Diagnostics diagnostics) throws FunctionFailure {
    Scope.Argument template = call.arguments().getFirst();
    if (template.expression().isPresent()) {
      requireReference(template.expression().get());
    }
    Value given = template.evaluate(diagnostics);
    Value variables = call.arguments().getLast().evaluate(diagnostics);
    if (diagnostics.hasErrors()) {
      return Values.DYNAMIC_UNKNOWN;
    }
    if (given.isNull()) {
      throw new FunctionFailure(0, "invalid template value: a string is required");
    }
    Converted text = Converted.to(given, Type.STRING);
    if (text.problem().isPresent()) {
      throw new FunctionFailure(0, "invalid template value: a string is required");
    }
    if (!text.value().isKnown()) {
      return Values.DYNAMIC_UNKNOWN.marked(given.marks());
    }
    Expression parsed =
        TemplateRendering.parse("<templatestring argument>", Arguments.text(text.value()));
    return TemplateRendering.render(parsed, variables, call.scope()).marked(given.marks());
  }

  private static void requireReference(Expression expression) throws FunctionFailure {
    Expression start = expression;
    while (true) {
      if (start instanceof Expression.Index index) {
        start = index.collection();
      } else if (start instanceof Expression.RelativeTraversal relative) {
        start = relative.source();
      } else {
        break;
      }
    }
    if (start instanceof Expression.ScopeTraversal) {
      return;
    }
    boolean literal =
        expression instanceof Expression.Template
            || expression instanceof Expression.TemplateWrap
            || expression instanceof Expression.JsonTemplate
            || (expression instanceof Expression.Literal constant
                && constant.value() instanceof Value.StringValue);
    boolean interpolated =
        expression instanceof Expression.Template template
            && template.parts().stream().anyMatch(part -> !(part instanceof Expression.Literal));
    if (interpolated) {
      throw new FunctionFailure(
          0,
          "invalid template expression: templatestring is only for rendering templates retrieved"
              + " dynamically from elsewhere; to render an inline template, consider using a plain"
              + " template string expression");
    }
    throw new FunctionFailure(
        0,
        literal
            ? "invalid template expression: templatestring is only for rendering templates"
                + " retrieved dynamically from elsewhere, and so does not support providing a"
                + " literal template; consider using a template string expression instead"
            : "invalid template expression: must be a direct reference to a single string from"
                + " elsewhere, containing valid Terraform template syntax");
  }
}
