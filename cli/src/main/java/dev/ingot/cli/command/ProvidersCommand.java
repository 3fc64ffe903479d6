package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.Result;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code ingot providers}. */
public final class ProvidersCommand implements Command {
  @Override
  public String synopsis() {
    return "Show the providers a configuration needs, by module.";
  }

  @Override
  public Flags flags() {
    return new Flags().text("test-directory", "FOLDER", "No effect.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    invocation.arguments(0);
    Result<Configuration> loaded = invocation.project().load();
    if (loaded.hasErrors()) {
      invocation.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    if (loaded.get().root().module().fileCount() == 0) {
      invocation.show(
          List.of(
              Diagnostic.error(
                  "No configuration files",
                  Phrase.of(
                      "The directory %s contains no Ingot configuration files.",
                      invocation.folder()))));
      return ExitCode.ERROR;
    }
    StringBuilder text = new StringBuilder("\nProviders required by configuration:\n.\n");
    lines(loaded.get().root(), "", text);
    invocation.terminal().line(text.toString());
    try {
      State state = invocation.project().store(loaded.get().root().module()).read().state();
      stored(invocation, state);
      return ExitCode.OK;
    } catch (StateException e) {
      invocation.show(dev.ingot.deploy.operation.StateProblems.reading(e));
      return ExitCode.ERROR;
    }
  }

  private static void stored(Invocation invocation, State state) {
    TreeSet<String> providers = new TreeSet<>();
    for (ResourceState resource : state.resources().values()) {
      providers.add(resource.provider().provider().toString());
    }
    if (providers.isEmpty()) {
      return;
    }
    invocation.terminal().line("Providers required by state:\n");
    providers.forEach(provider -> invocation.terminal().line("    provider[" + provider + "]\n"));
  }

  private static void lines(ModuleTree tree, String prefix, StringBuilder text) {
    ModuleConfiguration module = tree.module();
    TreeMap<String, String> providers = new TreeMap<>();
    module
        .requirements()
        .values()
        .forEach(each -> providers.put(each.source(), each.versionConstraint()));
    module
        .resources()
        .values()
        .forEach(
            resource ->
                providers.putIfAbsent(
                    module.providerAddress(
                        resource
                            .provider()
                            .map(reference -> reference.localName())
                            .orElseGet(() -> ModuleConfiguration.impliedProvider(resource.type()))),
                    ""));
    module
        .providers()
        .values()
        .forEach(each -> providers.putIfAbsent(module.providerAddress(each.localName()), ""));
    List<Runnable> entries = new ArrayList<>();
    providers.forEach(
        (source, constraint) ->
            entries.add(
                () ->
                    text.append("provider[")
                        .append(source)
                        .append(']')
                        .append(constraint.isEmpty() ? "" : " " + constraint)
                        .append('\n')));
    List<ModuleTree> children = new ArrayList<>();
    for (String name : new TreeSet<>(tree.children().keySet())) {
      ModuleTree child = tree.children().get(name);
      if (child != null) {
        children.add(child);
      }
    }
    int count = entries.size() + children.size();
    int at = 0;
    for (Runnable entry : entries) {
      text.append(prefix).append(++at == count ? "└── " : "├── ");
      entry.run();
    }
    for (ModuleTree child : children) {
      boolean last = ++at == count;
      text.append(prefix)
          .append(last ? "└── " : "├── ")
          .append("module.")
          .append(child.path().getLast())
          .append('\n');
      lines(child, prefix + (last ? "    " : "│\u00a0\u00a0 "), text);
    }
  }
}
