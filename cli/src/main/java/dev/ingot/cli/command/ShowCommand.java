package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.PlanText;
import dev.ingot.cli.view.StateText;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.document.DecodedState;
import dev.ingot.deploy.document.PlanDocument;
import dev.ingot.deploy.document.StateDocument;
import dev.ingot.deploy.operation.SavedPlan;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.home.Project;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.encryption.Encryptions;
import dev.ingot.state.format.StateFile;
import dev.ingot.storage.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ingot show}. */
public final class ShowCommand implements Command {
  private static final String UNREADABLE = "Failed to read the given file as a state or plan file";

  @Override
  public String synopsis() {
    return "Show the state, or a saved plan.";
  }

  @Override
  public String arguments() {
    return "[PLAN or STATE]";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("json", "Print JSON.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    List<String> arguments = invocation.given().arguments();
    if (arguments.size() > 1) {
      throw new UsageException(
          "Too many command line arguments", "Expected at most one positional argument.");
    }
    boolean json = invocation.given().on("json");
    try {
      return arguments.isEmpty()
          ? current(invocation, json)
          : file(invocation, arguments.getFirst(), json);
    } catch (StateException e) {
      invocation.show(StateProblems.reading(e));
      return ExitCode.ERROR;
    }
  }

  private static int current(Invocation invocation, boolean json) throws IOException {
    var reading = invocation.project().store(invocation.project().root()).read();
    State state = reading.state();
    if (!reading.exists()) {
      invocation.terminal().line(json ? StateDocument.none() : "No state.");
      return ExitCode.OK;
    }
    invocation.show(StateProblems.notices(reading.notices()));
    invocation.show(StateProblems.unresolved(reading.unresolved()));
    return state(invocation, state, json);
  }

  private static int state(Invocation invocation, State state, boolean json) {
    Diagnostics diagnostics = new Diagnostics();
    try (DecodedState values = new DecodedState(invocation.project().providers())) {
      List<DecodedState.Stored> objects = values.all(state, diagnostics);
      if (diagnostics.hasErrors()) {
        invocation.show(diagnostics.list());
        return ExitCode.ERROR;
      }
      if (json) {
        invocation.terminal().line(StateDocument.text(state, objects));
      } else if (state.isEmpty()) {
        invocation.terminal().line("The state file is empty. No resources are represented.");
      } else {
        String text =
            new StateText(invocation.terminal(), invocation.wording())
                .text(objects.stream().map(ShowCommand::shown).toList(), state.outputs());
        invocation.terminal().out().print(text);
        invocation.terminal().out().flush();
      }
      return ExitCode.OK;
    }
  }

  static StateText.Shown shown(DecodedState.Stored stored) {
    return new StateText.Shown(
        stored.address(), stored.deposed(), stored.isTainted(), stored.schema(), stored.value());
  }

  private static int file(Invocation invocation, String name, boolean json) throws IOException {
    Path path = invocation.folder().resolve(name);
    if (!Files.exists(path)) {
      String missing = "open " + name + ": no such file or directory";
      invocation.show(
          List.of(
              Diagnostic.error(
                  UNREADABLE,
                  "State read error: Error loading statefile: "
                      + missing
                      + "\n\n"
                      + "Plan read error: couldn't load the provided path as either a local plan"
                      + " file ("
                      + missing
                      + ") or a saved cloud plan ("
                      + missing
                      + ")")));
      return ExitCode.ERROR;
    }
    byte[] content = RegularFile.read(path);
    Project project = invocation.project();
    Encryptions encryption = project.encryption(project.root());
    if (content.length > 0 && content[0] == '{' && !Encryptions.isPlan(content)) {
      try {
        return state(
            invocation,
            StateFile.read(encryption.stateFile(content), invocation.wording().titled()),
            json);
      } catch (StateException e) {
        invocation.show(
            StateProblems.reading(e).stream()
                .map(
                    each ->
                        each.texts(
                            UNREADABLE,
                            "State read error: Error reading "
                                + name
                                + " as a statefile: "
                                + each.summary()
                                + ": "
                                + each.detail()))
                .toList());
        return ExitCode.ERROR;
      }
    }
    Diagnostics diagnostics = new Diagnostics();
    Result<Plan> plan =
        SavedPlan.read(
            path,
            name,
            encryption.plan(),
            invocation.project().providers(),
            invocation.wording().titled());
    if (plan.hasErrors()) {
      invocation.show(
          plan.diagnostics().stream()
              .map(each -> each.texts(UNREADABLE, "Plan read error: " + each.detail()))
              .toList());
      return ExitCode.ERROR;
    }
    if (!json) {
      new PlanText(invocation.terminal(), invocation.wording())
          .write(plan.get(), invocation.terminal().out()::append);
      invocation.terminal().out().flush();
      return ExitCode.OK;
    }
    try (DecodedState values = new DecodedState(invocation.project().providers())) {
      List<DecodedState.Stored> prior = values.all(plan.get().prior(), diagnostics);
      invocation.show(diagnostics.list());
      invocation.terminal().line(PlanDocument.text(plan.get(), prior));
    }
    return diagnostics.hasErrors() ? ExitCode.ERROR : ExitCode.OK;
  }
}
