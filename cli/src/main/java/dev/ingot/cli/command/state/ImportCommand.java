package dev.ingot.cli.command.state;

import dev.ingot.address.AddressException;
import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.address.Target;
import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.operation.VariableFlags;
import dev.ingot.cli.view.ImportText;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.configuration.ImportBlock;
import dev.ingot.deploy.configuration.ImportTarget;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Value;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code ingot import}: puts an object that exists under the management of a resource. It is looked
 * up the way an {@code import} block in the configuration has it looked up; nothing else changes.
 */
public final class ImportCommand implements Command {
  @Override
  public String synopsis() {
    return "Put an object that exists under the management of a resource.";
  }

  @Override
  public String arguments() {
    return "ADDRESS ID";
  }

  @Override
  public Flags flags() {
    return StateAccess.flags()
        .with(VariableFlags.flags())
        .onOff("input", "Ask for values of variables (the default).")
        .onOff("ignore-remote-version", "No effect.")
        .text("config", "FOLDER", "Where the configuration is.")
        .text("parallelism", "N", "How many operations at once; 10 by default.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    List<String> arguments = invocation.given().arguments();
    Engine here = Engine.of(invocation);
    if (arguments.size() != 2) {
      return StateAccess.refuse(
          here,
          "The import command expects two arguments.\n\nUsage: ingot import [options] ADDRESS ID");
    }
    Engine engine =
        invocation
            .given()
            .text("config")
            .map(folder -> here.in(here.folder().resolve(folder)))
            .orElse(here);
    SourceFile text = new SourceFile("<import-address>", arguments.getFirst());
    Optional<InstanceAddress> address = address(text);
    if (address.isEmpty()) {
      return StateAccess.refuse(
          engine,
          Diagnostic.error(
              "Invalid address",
              "Resource specification must include a resource type and name.",
              text.range(0, text.text().length())));
    }
    if (address.get().resource().mode() != ResourceMode.MANAGED) {
      return StateAccess.refuse(
          engine,
          Diagnostic.error(
              "A managed resource address is required. Importing into a data resource is not"
                  + " allowed.",
              ""));
    }
    Result<Configuration> loaded = engine.load();
    if (loaded.hasErrors()) {
      engine.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    Optional<ModuleTree> module = module(loaded.get().root(), address.get());
    if (module.isEmpty()) {
      return StateAccess.refuse(
          engine,
          Diagnostic.error(
              "Import to non-existent module",
              address.get().module()
                  + " is not defined in the configuration. Please add configuration for this"
                  + " module before importing into it."));
    }
    if (!declares(module.get(), address.get())) {
      return StateAccess.refuse(engine, undeclared(module.get(), address.get()));
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
    Optional<StateSession> opened = StateAccess.open(engine, invocation, "import");
    if (opened.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (StateSession session = opened.get()) {
      Expression to = Syntax.parseExpression(text, new Diagnostics());
      Expression id = new Expression.Literal(Value.of(arguments.getLast()), to.range());
      ImportBlock block =
          new ImportBlock(
              ImportTarget.of(address.get(), to.range()),
              id,
              Optional.empty(),
              Optional.empty(),
              to.range());
      return take(engine, with(loaded.get(), block), variables, session, address.get());
    }
  }

  private static Optional<InstanceAddress> address(SourceFile text) {
    try {
      return Optional.of(InstanceAddress.parse(text.text()));
    } catch (AddressException e) {
      return Optional.empty();
    }
  }

  private static Optional<ModuleTree> module(ModuleTree root, InstanceAddress address) {
    Optional<ModuleTree> module = Optional.of(root);
    for (String name : address.module().names()) {
      module = module.flatMap(found -> Optional.ofNullable(found.children().get(name)));
    }
    return module;
  }

  private static boolean declares(ModuleTree module, InstanceAddress address) {
    return module
        .module()
        .resources()
        .containsKey(
            ConfigResource.localText(
                ResourceMode.MANAGED, address.resource().type(), address.resource().name()));
  }

  private static String undeclared(ModuleTree module, InstanceAddress address) {
    return "Error: resource address \""
        + address
        + "\" does not exist in the configuration.\n\nBefore importing this resource, please create"
        + " its configuration in "
        + module.title()
        + ". For example:\n\nresource \""
        + address.resource().type()
        + "\" \""
        + address.resource().name()
        + "\" {\n  # (resource arguments)\n}";
  }

  private static Configuration with(Configuration configuration, ImportBlock block) {
    ModuleTree root = configuration.root();
    return new Configuration(
        new ModuleTree(root.path(), root.module().with(List.of(block)), root.children()),
        configuration.contents());
  }

  private static int take(
      Engine engine,
      Configuration configuration,
      Variables.Collected variables,
      StateSession session,
      InstanceAddress address)
      throws IOException {
    State before = session.state().snapshot();
    if (before.instance(address).flatMap(InstanceState::current).isPresent()) {
      return StateAccess.refuse(
          engine,
          Diagnostic.error(
              "Resource already managed by Ingot",
              "Ingot is already managing a remote object for "
                  + address
                  + ". To import to this address you must first remove the existing object from"
                  + " the state."));
    }
    PlanOptions only =
        new PlanOptions(
            PlanMode.NORMAL,
            false,
            List.of(new Target(address.module(), Optional.of(address))),
            List.of());
    Planner.Result planned =
        new Planner(engine.providers(), engine.setting())
            .plan(
                configuration,
                variables.values(),
                before,
                only,
                new ImportText(engine.terminal()),
                new Cancellation());
    Optional<ResourceState> resource =
        planned.plan().map(Plan::prior).flatMap(state -> state.resource(address.resource()));
    Optional<InstanceState> found =
        resource.flatMap(each -> Optional.ofNullable(each.instances().get(address.key())));
    if (planned.hasErrors() || found.flatMap(InstanceState::current).isEmpty()) {
      Diagnostics problems = new Diagnostics();
      planned.diagnostics().stream().filter(Diagnostic::isError).forEach(problems::add);
      if (!problems.hasErrors()) {
        problems.add(
            Diagnostic.error(
                "Nothing to import to",
                "The configuration has no instance "
                    + address
                    + ": look at its count or"
                    + " for_each."));
      }
      engine.show(problems.list());
      return ExitCode.ERROR;
    }
    session.apply(
        List.of(
            Change.put(
                address,
                resource.orElseThrow().provider(),
                found.flatMap(InstanceState::current).orElseThrow())));
    session.commit();
    String product = engine.wording().product();
    engine
        .terminal()
        .line(
            "\n"
                + engine.terminal().styled(dev.ingot.cli.Terminal.Style.GREEN, "Import successful!")
                + "\n\nThe resources that were imported are shown above. These resources are now"
                + " in\nyour "
                + product
                + " state and will henceforth be managed by "
                + product
                + ".\n");
    return ExitCode.OK;
  }
}
