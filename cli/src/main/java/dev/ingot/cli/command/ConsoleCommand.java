package dev.ingot.cli.command;

import dev.ingot.bake.template.Template;
import dev.ingot.cli.console.ConsoleNames;
import dev.ingot.cli.console.ConsoleWorld;
import dev.ingot.cli.console.PipedConsole;
import dev.ingot.cli.console.TemplateConsole;
import dev.ingot.cli.console.TypedConsole;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.operation.VariableFlags;
import dev.ingot.cli.template.TemplateFlags;
import dev.ingot.cli.template.TemplatePath;
import dev.ingot.cli.up.StackRun;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.deploy.variable.VariableSources;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.graph.Cancellation;
import dev.ingot.home.Site;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Value;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code ingot console}. */
public final class ConsoleCommand implements Command {
  @Override
  public String synopsis() {
    return "Evaluate expressions over the configuration and its state.";
  }

  @Override
  public String arguments() {
    return "[TEMPLATE]";
  }

  @Override
  public Flags flags() {
    return VariableFlags.flags()
        .text("state", "FILE", "The state to read.")
        .onOff("plan", "Evaluate against the result of a plan.")
        .onOff("lock", "No effect.")
        .text("lock-timeout", "DURATION", "No effect.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    Optional<String> named =
        invocation.arguments(invocation.wording().own() ? 1 : 0).stream().findFirst();
    Path path = invocation.folder().resolve(named.orElse("."));
    if (named.isPresent()
        || (TemplatePath.isTemplate(path) && !TemplatePath.hasConfiguration(path))) {
      return template(invocation, path);
    }
    Result<Configuration> loaded = invocation.project().load();
    if (loaded.hasErrors()) {
      invocation.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    boolean planning = invocation.given().on("plan");
    Map<String, InputVariable> declared = loaded.get().root().module().variables();
    VariableSources sources = VariableFlags.sources(invocation.folder(), invocation);
    Variables.Collected variables =
        planning
            ? Variables.collect(
                declared, sources, Questions.of(invocation.terminal(), invocation.given()))
            : Variables.given(declared, sources);
    if (variables.hasErrors() && (planning || !variables.unsuitable())) {
      invocation.show(variables.diagnostics());
      return ExitCode.ERROR;
    }
    State state;
    try {
      state = invocation.project().store(loaded.get().root().module()).read().state();
    } catch (StateException e) {
      invocation.show(StateProblems.reading(e));
      return ExitCode.ERROR;
    }
    Diagnostics diagnostics = new Diagnostics();
    Optional<Plan> plan = Optional.empty();
    if (planning) {
      Planner.Result planned =
          new Planner(invocation.project().providers(), invocation.project().setting())
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
        new ConsoleWorld(
            invocation, loaded.get(), values(declared, variables), state, diagnostics)) {
      plan.ifPresent(world::planned);
      if (!planning) {
        diagnostics.addAll(variables.diagnostics());
        diagnostics.addAll(world.problems());
      }
      invocation.show(diagnostics.list());
      if (diagnostics.hasErrors()) {
        invocation
            .terminal()
            .line(
                "\nWarning: Due to the problems above, some expressions may produce unexpected"
                    + " results.\n\n");
      }
      return read(invocation, world);
    }
  }

  /** The values; those that don't fit their variables are unknown, rather than the default. */
  private static Map<String, Value> values(
      Map<String, InputVariable> declared, Variables.Collected collected) {
    Map<String, Value> values = new HashMap<>(collected.values());
    for (InputVariable variable : declared.values()) {
      Value given = collected.given().get(variable.name());
      if (given != null && !given.isNull()) {
        values.putIfAbsent(variable.name(), Value.unknown(variable.constraint().valueType()));
      }
    }
    return values;
  }

  private static int template(Invocation invocation, Path path) throws UsageException, IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    try (Site site = StackRun.site(invocation)) {
      Diagnostics diagnostics = new Diagnostics();
      Template template = site.bakery().load(TemplateFlags.request(invocation, path), diagnostics);
      invocation.show(diagnostics.list());
      return diagnostics.hasErrors()
          ? ExitCode.ERROR
          : read(invocation, new TemplateConsole(template));
    }
  }

  private static int read(Invocation invocation, ConsoleNames names) throws IOException {
    if (!invocation.terminal().interactive() || !invocation.terminal().liveOutput()) {
      return PipedConsole.run(invocation, names);
    }
    Path home = invocation.home();
    Files.createDirectories(home);
    TypedConsole.run(invocation, names, home.resolve("console-history"));
    return ExitCode.OK;
  }
}
