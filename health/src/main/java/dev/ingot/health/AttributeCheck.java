package dev.ingot.health;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Checks based on the attributes of an instance. */
public final class AttributeCheck {
  private AttributeCheck() {}

  /**
   * Checks the current attributes of an instance. Attributes that are unknown, sensitive or missing
   * make it unhealthy, and the evidence never shows a sensitive value.
   */
  public static Verdict judge(Check.Condition check, Value attributes) {
    String asked = "condition";
    Result result = evaluate(check.condition(), check.scope(), attributes);
    return switch (result.value().unmarked()) {
      case Value.BoolValue(boolean truth) when truth -> new Verdict.Healthy(asked, "true");
      case Value.BoolValue _ -> new Verdict.Unhealthy(asked, "false");
      case Value other -> new Verdict.Unhealthy(asked, result.why("true or false", other));
    };
  }

  /**
   * Probes the URL given by the current attributes of an instance.
   *
   * @param time by which the timeout is measured
   */
  public static Verdict ask(Check.Url check, Value attributes, Time time)
      throws InterruptedException {
    Result result = evaluate(check.url(), check.scope(), attributes);
    Optional<URI> url =
        result.value().unmarked() instanceof Value.StringValue(String text)
            ? url(text)
            : Optional.empty();
    if (url.isEmpty()) {
      return new Verdict.Unhealthy(
          "GET of the check's url", result.why("an http or https URL", result.value()));
    }
    String shown = result.value().marks().sensitive() ? "GET (sensitive URL)" : "GET " + url.get();
    return UrlProbe.get(
        shown, url.get(), check.minStatus(), check.maxStatus(), check.timeout(), time);
  }

  private static Optional<URI> url(String text) {
    try {
      URI url = new URI(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return web && url.getHost() != null ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private record Result(Value value, Diagnostics diagnostics) {
    String why(String wanted, Value value) {
      if (diagnostics.hasErrors()) {
        return diagnostics.list().getFirst().summary();
      }
      return value.isKnown() ? "the value is not " + wanted : "the value is not known yet";
    }
  }

  private static Result evaluate(Expression expression, Scope scope, Value attributes) {
    Diagnostics diagnostics = new Diagnostics();
    Value value = Evaluator.evaluate(expression, scope.with("self", attributes), diagnostics);
    return new Result(value, diagnostics);
  }
}
