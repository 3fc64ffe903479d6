package dev.ingot.cli.command;

import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.view.OperationGraph;
import dev.ingot.cli.view.ResourceGraph;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code ingot graph}. */
public final class GraphCommand implements Command {
  private static final Set<String> TYPES =
      Set.of("", "plan", "plan-refresh-only", "plan-destroy", "apply");
  private static final Set<String> WHOLE = Set.of("plan", "plan-refresh-only", "apply");

  @Override
  public String synopsis() {
    return "Print which resources follow from which, for Graphviz.";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .text("type", "TYPE", "All that is gone through: plan, plan-refresh-only or apply.")
        .text("plan", "FILE", "No effect: the resources are shown.")
        .onOff("draw-cycles", "No effect: cycles are told as errors.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    invocation.arguments(0);
    Engine engine = Engine.of(invocation);
    String type = invocation.given().text("type").orElse("");
    if (!TYPES.contains(type)) {
      engine.show(
          List.of(
              Diagnostic.error(
                  "Unsupported graph type",
                  "The -type=... argument must be either \"plan\", \"plan-refresh-only\","
                      + " \"plan-destroy\", or \"apply\".")));
      return ExitCode.ERROR;
    }
    Result<Configuration> loaded = engine.load();
    if (loaded.hasErrors()) {
      engine.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    Diagnostics diagnostics = new Diagnostics();
    try (ProviderPool pool = new ProviderPool(engine.providers())) {
      Optional<ReferenceGraph> graph = ReferenceGraph.build(loaded.get().root(), pool, diagnostics);
      engine.show(diagnostics.list());
      if (graph.isEmpty()) {
        return ExitCode.ERROR;
      }
      engine
          .terminal()
          .line(
              WHOLE.contains(type)
                  ? OperationGraph.text(graph.get().graph())
                  : ResourceGraph.text(graph.get().graph(), engine.wording().program()));
      return ExitCode.OK;
    }
  }
}
