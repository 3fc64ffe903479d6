package dev.ingot.cli.operation;

import dev.ingot.cli.Engine;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.view.OperationJson;
import dev.ingot.cli.view.OperationText;
import dev.ingot.cli.view.OperationView;

/** Chooses how to tell what happens. */
public final class Views {
  private Views() {}

  /** As text, or as JSON where that is asked for. */
  public static OperationView of(Engine engine, Invocation invocation) {
    if (invocation.given().on("json")) {
      return new OperationJson(engine.terminal(), engine.wording(), engine.clock());
    }
    return new OperationText(
        engine.terminal(),
        engine.wording(),
        invocation.given().on("compact-warnings"),
        !invocation.environment().getOrDefault("TF_IN_AUTOMATION", "").isEmpty());
  }
}
