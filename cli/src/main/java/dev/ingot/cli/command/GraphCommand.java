package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.OperationGraph;
import dev.ingot.cli.view.ResourceGraph;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code ingot graph}. */
public final class GraphCommand implements Command {
  private static final Set<String> TYPES =
      Set.of("", "plan", "plan-refresh-only", "plan-destroy", "apply");
  private static final Set<String> FORMER = Set.of("validate", "eval");
  private static final Set<String> WHOLE = Set.of("plan", "plan-refresh-only", "apply");

  @Override
  public String synopsis() {
    return "Print the dependency graph of resources, for Graphviz.";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .text("type", "TYPE", "The graph to print: plan, plan-refresh-only or apply.")
        .number("module-depth", "No effect: modules are shown at every depth.")
        .text("plan", "FILE", "No effect: the resources are shown.")
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
    Optional<String> plan = invocation.given().text("plan");
    if (plan.isPresent() && !Files.exists(invocation.folder().resolve(plan.get()))) {
      throw new NoSuchFileException(plan.get());
    }
    Result<Configuration> loaded = invocation.project().loadAbsolute();
    if (loaded.hasErrors()) {
      invocation.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    Diagnostics diagnostics = new Diagnostics();
    try (ProviderPool pool = new ProviderPool(invocation.project().providers())) {
      Optional<ReferenceGraph> graph = ReferenceGraph.build(loaded.get().root(), pool, diagnostics);
      invocation.show(diagnostics.list());
      if (graph.isEmpty()) {
        return ExitCode.ERROR;
      }
      invocation
          .terminal()
          .line(
              WHOLE.contains(type)
                  ? OperationGraph.text(graph.get().graph(), !type.equals("apply")).stripTrailing()
                  : ResourceGraph.text(graph.get().graph(), invocation.wording().program()));
      return ExitCode.OK;
    }
  }
}
