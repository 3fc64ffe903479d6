package dev.ingot.release.fleet;

import dev.ingot.health.Check;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.state.OutputState;

/** The checks of a release: what its outputs lead to. */
public final class ReleaseChecks {
  private ReleaseChecks() {}

  /** A check whose expressions see the outputs. */
  public static Check of(Check check, Value outputs) {
    return switch (check) {
      case Check.Direct direct -> direct;
      case Check.Url url -> url.in(seeing(url.scope(), outputs));
      case Check.Condition condition -> condition.in(seeing(condition.scope(), outputs));
      case Check.Endpoint endpoint -> endpoint.in(seeing(endpoint.scope(), outputs));
      case Check.Command command -> command.in(seeing(command.scope(), outputs));
    };
  }

  private static Scope seeing(Scope scope, Value outputs) {
    return scope.with("output", outputs);
  }

  static Value value(OutputState output) {
    Value value = ValueJson.parse(output.value().text(), TypeJson.parse(output.type().text()));
    return output.sensitive() ? value.marked(dev.ingot.lang.value.Marks.SENSITIVE) : value;
  }
}
