package dev.ingot.cli.command;

import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.Wording;
import dev.ingot.cli.operation.ModuleManifest;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.ProviderRequirement;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.lang.Diagnostic;
import dev.ingot.provider.ProviderAddress;
import dev.ingot.provider.Providers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * {@code ingot init}. What Terraform prepares here, Ingot finds by itself; the command checks that
 * everything the configuration needs is there.
 */
public final class InitCommand implements Command {
  @Override
  public String synopsis() {
    return "Check that everything a configuration needs is there.";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("input", "Ask where something is missing (the default).")
        .onOff("upgrade", "Look for newer versions.")
        .onOff("reconfigure", "Take the backend as configured.")
        .onOff("migrate-state", "Take the state along to another backend.")
        .onOff("force-copy", "Don't ask before the state is taken along.")
        .onOff("backend", "Look at the backend (the default).")
        .list("backend-config", "NAME=VALUE", "A setting of the backend.")
        .onOff("get", "Look at modules (the default).")
        .onOff("json", "As JSON.")
        .text("lockfile", "MODE", "How the lock file is treated.")
        .list("plugin-dir", "FOLDER", "Where providers are.")
        .onOff("lock", "Lock the state.")
        .text("lock-timeout", "DURATION", "How long to wait for the lock.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    invocation.arguments(0);
    Engine engine = Engine.of(invocation);
    Wording wording = engine.wording();
    Configuration.Loaded loaded = engine.load();
    if (loaded.configuration().isEmpty() && !loaded.hasErrors()) {
      engine
          .terminal()
          .line(
              wording.product()
                  + " initialized in an empty directory!\n\nThe directory has no "
                  + wording.product()
                  + " configuration files. You may begin working\nwith "
                  + wording.product()
                  + " immediately by creating "
                  + wording.product()
                  + " configuration files.");
      return ExitCode.OK;
    }
    engine.terminal().line("Initializing the backend...");
    if (loaded.hasErrors()) {
      engine.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    ModuleTree root = loaded.configuration().root();
    List<ModuleManifest.Entry> modules = ModuleManifest.of(root);
    if (!modules.isEmpty() && invocation.given().on("get", true)) {
      engine.terminal().line("Initializing modules...");
      modules.forEach(
          module -> engine.terminal().line("- " + module.key() + " in " + module.folder()));
      ModuleManifest.write(engine.data(), modules);
    }
    engine.terminal().line("Initializing provider plugins...");
    List<Diagnostic> problems = providers(engine, root);
    if (!problems.isEmpty()) {
      engine.show(problems);
      return ExitCode.ERROR;
    }
    engine.show(loaded.diagnostics());
    engine
        .terminal()
        .line(
            "\n"
                + engine
                    .terminal()
                    .styled(
                        dev.ingot.cli.Terminal.Style.GREEN,
                        wording.product() + " has been successfully initialized!"));
    engine.terminal().line(next(wording));
    return ExitCode.OK;
  }

  private static String next(Wording wording) {
    return "\nYou may now begin working with "
        + wording.product()
        + ". Try running \""
        + wording.program()
        + " plan\" to see\nany changes that are required for your infrastructure. All "
        + wording.product()
        + " commands\nshould now work.\n\nIf you ever set or change modules or backend"
        + " configuration for "
        + wording.product()
        + ",\nrerun this command to reinitialize your working directory. If you forget, other\n"
        + "commands will detect it and remind you to do so if necessary.";
  }

  private static List<Diagnostic> providers(Engine engine, ModuleTree root) {
    Providers available = engine.providers();
    List<Diagnostic> problems = new ArrayList<>();
    for (String source : sources(root)) {
      ProviderAddress address = ProviderAddress.parse(source);
      if (available.find(address).isPresent()) {
        engine.terminal().line("- " + address + " is built in to " + engine.wording().product());
      } else if (address.isBuiltIn()) {
        problems.add(
            Diagnostic.error(
                "Invalid dependency on built-in provider",
                "Cannot use "
                    + address
                    + ": this "
                    + engine.wording().product()
                    + " release has no built-in provider named \""
                    + address.type()
                    + "\"."));
      } else {
        problems.add(
            Diagnostic.error(
                "Failed to query available provider packages",
                "The provider "
                    + address
                    + " is not part of "
                    + engine.wording().product()
                    + ", and installing providers is not supported yet. Built in are: "
                    + String.join(
                        ", ",
                        available.addresses().stream()
                            .sorted()
                            .map(ProviderAddress::toString)
                            .toList())
                    + "."));
      }
    }
    return problems;
  }

  private static NavigableSet<String> sources(ModuleTree tree) {
    NavigableSet<String> sources = new TreeSet<>();
    ModuleConfiguration module = tree.module();
    for (ResourceConfiguration resource : module.resources().values()) {
      sources.add(
          module.providerAddress(
              resource
                  .provider()
                  .map(reference -> reference.localName())
                  .orElse(ModuleConfiguration.impliedProvider(resource.type()))));
    }
    module.requirements().values().stream().map(ProviderRequirement::source).forEach(sources::add);
    module.calls().values().stream()
        .map(ModuleCall::name)
        .forEach(
            name -> {
              ModuleTree child = tree.children().get(name);
              if (child != null) {
                sources.addAll(sources(child));
              }
            });
    return sources;
  }
}
