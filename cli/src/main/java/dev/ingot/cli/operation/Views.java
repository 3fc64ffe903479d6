package dev.ingot.cli.operation;

import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.view.OperationJson;
import dev.ingot.cli.view.OperationText;
import dev.ingot.cli.view.OperationView;

/** Chooses how to tell what happens. */
public final class Views {
  private Views() {}

  /** As text, or as JSON where that is asked for. */
  public static OperationView of(Invocation invocation) {
    if (invocation.given().on("json")) {
      return new OperationJson(
          invocation.terminal(), invocation.wording(), invocation.project().clock());
    }
    return new OperationText(
        invocation.terminal(),
        invocation.wording(),
        invocation.given().on("compact-warnings"),
        !invocation.environment().getOrDefault("TF_IN_AUTOMATION", "").isEmpty());
  }
}
