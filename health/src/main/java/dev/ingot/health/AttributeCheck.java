package dev.ingot.health;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Checks based on the attributes of an instance. */
public final class AttributeCheck {
  private static final int MAX_PORT = 65535;

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

  /**
   * Connects to the host and port given by the current attributes of an instance.
   *
   * @param time by which the timeout is measured
   */
  public static Verdict connect(Check.Endpoint check, Value attributes, Time time)
      throws InterruptedException {
    String asked = "connection to the check's host";
    Result host = evaluate(check.host(), check.scope(), attributes);
    Result port = evaluate(check.port(), check.scope(), attributes);
    Optional<String> name = SettingsBlock.textOf(host.value().unmarked());
    if (name.isEmpty() || name.get().isEmpty()) {
      return new Verdict.Unhealthy(asked, host.why("the name or address of a host", host.value()));
    }
    OptionalLong number = SettingsBlock.wholeOf(port.value().unmarked());
    if (number.isEmpty() || number.getAsLong() < 1 || number.getAsLong() > MAX_PORT) {
      return new Verdict.Unhealthy(asked, port.why("a port, from 1 to 65535", port.value()));
    }
    boolean sensitive = host.value().marks().sensitive() || port.value().marks().sensitive();
    String shown =
        sensitive ? "tcp (sensitive host)" : "tcp " + name.get() + ":" + number.getAsLong();
    return SocketProbe.connect(shown, name.get(), (int) number.getAsLong(), check.timeout(), time);
  }

  /**
   * The command given by the current attributes of an instance.
   *
   * @return what can be run, or why nothing can
   */
  public static Resolved command(Check.Command check, Value attributes) {
    Result result = evaluate(check.command(), check.scope(), attributes);
    Optional<List<Value>> parts =
        Values.isWhollyKnown(result.value())
            ? Values.elements(Values.unmarkDeep(result.value()).value())
            : Optional.empty();
    List<String> words =
        parts.orElse(List.of()).stream().flatMap(part -> Values.text(part).stream()).toList();
    return words.isEmpty() || words.size() < parts.orElse(List.of()).size()
        ? new Resolved(
            Optional.empty(),
            new Verdict.Unhealthy("command", result.why("a list of texts", result.value())))
        : new Resolved(
            Optional.of(new Check.Exec(words, check.timeout())),
            new Verdict.Unhealthy("command", "not run"));
  }

  /**
   * A command, or why there is none.
   *
   * @param exec the command; empty if there is none
   * @param problem why not
   */
  public record Resolved(Optional<Check.Exec> exec, Verdict problem) {}

  /**
   * Why an expression of a check can't be evaluated for an instance, such as an attribute that it
   * doesn't have; empty if it can, or needs none.
   */
  public static List<Diagnostic> problems(Check check, Value attributes) {
    List<Expression> all =
        switch (check) {
          case Check.Url url -> List.of(url.url());
          case Check.Condition condition -> List.of(condition.condition());
          case Check.Endpoint endpoint -> List.of(endpoint.host(), endpoint.port());
          case Check.Command command -> List.of(command.command());
          case Check.Direct _ -> List.of();
        };
    List<Diagnostic> problems = new ArrayList<>();
    for (Expression one : all) {
      problems.addAll(evaluate(one, scope(check), attributes).diagnostics().list());
    }
    return problems;
  }

  private static Scope scope(Check check) {
    return switch (check) {
      case Check.Url url -> url.scope();
      case Check.Condition condition -> condition.scope();
      case Check.Endpoint endpoint -> endpoint.scope();
      case Check.Command command -> command.scope();
      case Check.Direct _ -> throw new IllegalArgumentException("it has no expression");
    };
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
