package dev.ingot.cli.command;

import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.view.PlanText;
import dev.ingot.cli.view.StateText;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.document.DecodedState;
import dev.ingot.deploy.document.PlanDocument;
import dev.ingot.deploy.document.StateDocument;
import dev.ingot.deploy.operation.SavedPlan;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.format.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ingot show}. */
public final class ShowCommand implements Command {
  @Override
  public String synopsis() {
    return "Show what is deployed, or a saved plan.";
  }

  @Override
  public String arguments() {
    return "[PLAN or STATE]";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("json", "As JSON.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    List<String> arguments = invocation.given().arguments();
    if (arguments.size() > 1) {
      throw new UsageException(
          "Too many command line arguments", "Expected at most one positional argument.");
    }
    Engine engine = Engine.of(invocation);
    boolean json = invocation.given().on("json");
    try {
      return arguments.isEmpty() ? current(engine, json) : file(engine, arguments.getFirst(), json);
    } catch (StateException e) {
      engine.show(StateProblems.reading(e));
      return ExitCode.ERROR;
    }
  }

  private static int current(Engine engine, boolean json) throws IOException {
    var reading = engine.store(engine.load().get().root().module().backend()).read();
    State state = reading.state();
    if (!reading.exists()) {
      engine.terminal().line(json ? StateDocument.none() : "No state.");
      return ExitCode.OK;
    }
    engine.show(StateProblems.notices(reading.notices()));
    engine.show(StateProblems.unresolved(reading.unresolved()));
    return state(engine, state, json);
  }

  private static int state(Engine engine, State state, boolean json) {
    Diagnostics diagnostics = new Diagnostics();
    try (DecodedState values = new DecodedState(engine.providers())) {
      List<DecodedState.Stored> objects = values.all(state, diagnostics);
      if (diagnostics.hasErrors()) {
        engine.show(diagnostics.list());
        return ExitCode.ERROR;
      }
      if (json) {
        engine.terminal().line(StateDocument.text(state, objects));
      } else if (state.isEmpty()) {
        engine.terminal().line("The state file is empty. No resources are represented.");
      } else {
        String text =
            new StateText(engine.terminal())
                .text(objects.stream().map(ShowCommand::shown).toList(), state.outputs());
        engine.terminal().out().print(text);
        engine.terminal().out().flush();
      }
      return ExitCode.OK;
    }
  }

  static StateText.Shown shown(DecodedState.Stored stored) {
    return new StateText.Shown(
        stored.address(), stored.deposed(), stored.isTainted(), stored.schema(), stored.value());
  }

  private static int file(Engine engine, String name, boolean json) throws IOException {
    Path path = engine.folder().resolve(name);
    if (!Files.exists(path)) {
      engine.show(
          List.of(
              Diagnostic.error(
                  "Failed to read the given file as a state or plan file",
                  "State read error: open " + name + ": no such file or directory")));
      return ExitCode.ERROR;
    }
    byte[] start = new byte[1];
    try (var in = Files.newInputStream(path)) {
      int read = in.read(start);
      if (read == 1 && start[0] == '{') {
        return state(
            engine, StateFile.read(Files.readAllBytes(path), engine.wording().titled()), json);
      }
    }
    Diagnostics diagnostics = new Diagnostics();
    Result<Plan> plan = SavedPlan.read(path, name, engine.providers(), engine.wording().titled());
    if (plan.hasErrors()) {
      engine.show(plan.diagnostics());
      return ExitCode.ERROR;
    }
    if (!json) {
      engine
          .terminal()
          .out()
          .print(new PlanText(engine.terminal(), engine.wording()).text(plan.get()));
      engine.terminal().out().flush();
      return ExitCode.OK;
    }
    try (DecodedState values = new DecodedState(engine.providers())) {
      List<DecodedState.Stored> prior = values.all(plan.get().prior(), diagnostics);
      engine.show(diagnostics.list());
      engine.terminal().line(PlanDocument.text(plan.get(), prior));
    }
    return diagnostics.hasErrors() ? ExitCode.ERROR : ExitCode.OK;
  }
}
