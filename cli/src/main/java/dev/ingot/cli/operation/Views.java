package dev.ingot.cli.operation;

import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.view.OperationJson;
import dev.ingot.cli.view.OperationText;
import dev.ingot.cli.view.OperationView;

/** Chooses the view of a command. */
public final class Views {
  private Views() {}

  /** Text, or JSON if requested. */
  public static OperationView of(Invocation invocation) {
    if (invocation.given().on("json")) {
      return new OperationJson(
          invocation.terminal(), invocation.wording(), invocation.project().clock());
    }
    return new OperationText(
        invocation.terminal(),
        invocation.wording(),
        invocation.given().on("compact-warnings"),
        !invocation.environment().getOrDefault("TF_IN_AUTOMATION", "").isEmpty(),
        invocation.given().on("concise"),
        invocation.given().text("state-out"));
  }
}
