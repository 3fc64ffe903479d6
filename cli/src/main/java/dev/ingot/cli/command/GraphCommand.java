package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.ActionGraph;
import dev.ingot.cli.view.OperationGraph;
import dev.ingot.cli.view.ResourceGraph;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.operation.SavedPlan;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.graph.Graph;
import dev.ingot.home.Project;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.state.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code ingot graph}. */
public final class GraphCommand implements Command {
  private static final Set<String> TYPES =
      Set.of("", "plan", "plan-refresh-only", "plan-destroy", "apply");
  private static final Set<String> FORMER = Set.of("validate", "eval");

  @Override
  public String synopsis() {
    return "Print the dependency graph of resources, for Graphviz.";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .text("type", "TYPE", "The graph to print: plan, plan-refresh-only, plan-destroy or apply.")
        .number("module-depth", "No effect: modules are shown at every depth.")
        .text("plan", "FILE", "The graph of applying a saved plan.")
        .onOff("draw-cycles", "No effect: cycles are errors.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    invocation.arguments(0);
    String type = invocation.given().text("type").orElse("");
    if (FORMER.contains(type)) {
      invocation.show(
          List.of(
              Diagnostic.error(
                  "Graph type no longer available",
                  "The graph type \""
                      + type
                      + "\" is no longer available. Use -type=plan instead to get a similar"
                      + " result.")));
      return ExitCode.ERROR;
    }
    if (!TYPES.contains(type)) {
      invocation.show(
          List.of(
              Diagnostic.error(
                  "Unsupported graph type",
                  "The -type=... argument must be either \"plan\", \"plan-refresh-only\","
                      + " \"plan-destroy\", or \"apply\".")));
      return ExitCode.ERROR;
    }
    Optional<String> file = invocation.given().text("plan");
    if (file.isPresent()) {
      return saved(invocation, file.get());
    }
    Result<Configuration> loaded = invocation.project().loadAbsolute();
    if (loaded.hasErrors()) {
      invocation.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    return print(
        invocation,
        loaded.get(),
        references -> {
          Graph<Node> graph = references.graph();
          return switch (type) {
            case "" -> ResourceGraph.text(graph, invocation.wording().program());
            case "plan-destroy" -> ActionGraph.destroying(graph, stored(invocation, loaded.get()));
            default -> OperationGraph.text(graph, !type.equals("apply"));
          };
        });
  }

  private static State stored(Invocation invocation, Configuration configuration)
      throws IOException {
    return invocation.project().store(configuration.root().module()).read().state();
  }

  private int saved(Invocation invocation, String name) throws IOException {
    Path file = invocation.folder().resolve(name);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(name);
    }
    Project project = invocation.project();
    Result<Plan> plan =
        SavedPlan.read(
            file,
            name,
            project.encryption(project.root()).plan(),
            project.providers(),
            invocation.wording().titled());
    if (plan.hasErrors()) {
      invocation.show(plan.diagnostics());
      return ExitCode.ERROR;
    }
    return print(
        invocation,
        plan.get().configuration(),
        references -> ActionGraph.text(references.graph(), plan.get()));
  }

  /** How a graph is shown. */
  @FunctionalInterface
  private interface Drawing {
    String text(ReferenceGraph references) throws IOException;
  }

  private static int print(Invocation invocation, Configuration configuration, Drawing drawing)
      throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    try (ProviderPool pool = new ProviderPool(invocation.project().providers())) {
      Optional<ReferenceGraph> graph =
          ReferenceGraph.build(configuration.root(), pool, diagnostics);
      invocation.show(diagnostics.list());
      if (graph.isEmpty()) {
        return ExitCode.ERROR;
      }
      invocation.terminal().line(drawing.text(graph.get()).stripTrailing());
      return ExitCode.OK;
    }
  }
}
