package dev.ingot.cli.command;

import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.console.ConsoleWorld;
import dev.ingot.cli.console.PipedConsole;
import dev.ingot.cli.console.TypedConsole;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.operation.VariableFlags;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code ingot console}. */
public final class ConsoleCommand implements Command {
  @Override
  public String synopsis() {
    return "Evaluate expressions over the configuration and its state.";
  }

  @Override
  public Flags flags() {
    return VariableFlags.flags()
        .text("state", "FILE", "The state to read.")
        .onOff("plan", "Look at what a plan made now would lead to.")
        .onOff("lock", "No effect.")
        .text("lock-timeout", "DURATION", "No effect.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    invocation.arguments(0);
    Engine engine = Engine.of(invocation);
    Result<Configuration> loaded = engine.load();
    if (loaded.hasErrors()) {
      engine.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    Variables.Collected variables =
        Variables.collect(
            loaded.get().root().module().variables(),
            VariableFlags.sources(engine.folder(), invocation),
            Questions.of(engine.terminal(), invocation.given()));
    if (variables.hasErrors()) {
      engine.show(variables.diagnostics());
      return ExitCode.ERROR;
    }
    State state;
    try {
      state = engine.store(loaded.get().root().module().backend()).read().state();
    } catch (StateException e) {
      engine.show(StateProblems.reading(e));
      return ExitCode.ERROR;
    }
    Diagnostics diagnostics = new Diagnostics();
    Optional<Plan> plan = Optional.empty();
    if (invocation.given().on("plan")) {
      Planner.Result planned =
          new Planner(engine.providers(), engine.setting())
              .plan(
                  loaded.get(),
                  variables.values(),
                  state,
                  PlanOptions.NORMAL,
                  event -> {},
                  new Cancellation());
      diagnostics.addAll(planned.diagnostics());
      plan = planned.plan();
      state = plan.map(Plan::prior).orElse(state);
    }
    try (ConsoleWorld world =
        new ConsoleWorld(engine, loaded.get(), variables.values(), state, diagnostics)) {
      plan.ifPresent(world::planned);
      engine.show(diagnostics.list());
      if (!engine.terminal().interactive() || !engine.terminal().liveOutput()) {
        return PipedConsole.run(engine, world);
      }
      Path home = invocation.home();
      Files.createDirectories(home);
      TypedConsole.run(engine, world, home.resolve("console-history"));
      return ExitCode.OK;
    }
  }
}
