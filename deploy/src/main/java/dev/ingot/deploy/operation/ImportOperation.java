package dev.ingot.deploy.operation;

import dev.ingot.address.AddressException;
import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.ImportKey;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.configuration.ImportBlock;
import dev.ingot.deploy.configuration.ImportTarget;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.WrittenAddress;
import dev.ingot.deploy.stored.OutputStates;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.Result;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.Providers;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Imports an existing object into a resource. It is looked up the way an {@code import} block in
 * the configuration has it looked up; nothing else changes.
 */
public final class ImportOperation {
  private final SourceFile text;
  private final InstanceAddress address;
  private final String id;

  private ImportOperation(SourceFile text, InstanceAddress address, String id) {
    this.text = text;
    this.address = address;
    this.id = id;
  }

  /**
   * An import, or why it can't be one.
   *
   * @param to the address of a resource instance
   * @param id of the object
   */
  public static Result<ImportOperation> of(String to, String id) {
    SourceFile text = new SourceFile("<import-address>", to);
    List<Diagnostic> problems = WrittenAddress.problemsOfInstance(text);
    if (!problems.isEmpty()) {
      return Result.failed(problems);
    }
    InstanceAddress address;
    try {
      address = InstanceAddress.parse(to);
    } catch (AddressException e) {
      return Result.failed(
          List.of(
              Diagnostic.error(
                  "Invalid address", String.valueOf(e.getMessage()), text.range(0, to.length()))));
    }
    if (address.resource().mode() != ResourceMode.MANAGED) {
      return Result.failed(
          List.of(
              Diagnostic.error(
                  "A managed resource address is required. Importing into a data resource is not"
                      + " allowed.",
                  "")));
    }
    return Result.of(new ImportOperation(text, address, id), List.of());
  }

  /** Whether a configuration has a place for the object. */
  public Place place(Configuration configuration) {
    Optional<ModuleTree> module = Optional.of(configuration.root());
    for (String name : address.module().names()) {
      module = module.flatMap(found -> Optional.ofNullable(found.children().get(name)));
    }
    if (module.isEmpty()) {
      return new Place.NoModule(
          Diagnostic.error(
              "Import to non-existent module",
              address.module()
                  + " is not defined in the configuration. Please add configuration for this"
                  + " module before importing into it."));
    }
    String key =
        ConfigResource.localText(
            ResourceMode.MANAGED, address.resource().type(), address.resource().name());
    return module.get().module().resources().containsKey(key)
        ? new Place.Declared()
        : new Place.Undeclared(address, module.get().title());
  }

  /** Whether there is a place for the object. */
  public sealed interface Place {
    /** The resource is declared. */
    record Declared() implements Place {}

    /** The module isn't. */
    record NoModule(Diagnostic problem) implements Place {}

    /**
     * The resource isn't.
     *
     * @param module what the module it would be in is called
     */
    record Undeclared(InstanceAddress address, String module) implements Place {}
  }

  /**
   * Imports it.
   *
   * @param variables the values of the root module's variables
   * @param observer receives lookups
   * @return the problems; no errors where it was imported
   * @throws StateException if the state can't be written
   */
  public List<Diagnostic> run(
      Configuration configuration,
      Map<String, Value> variables,
      StateSession session,
      Providers providers,
      Setting setting,
      Observer observer) {
    State before = session.state().snapshot();
    if (before.instance(address).flatMap(InstanceState::current).isPresent()) {
      observer.on(new Event.ImportPrepare(address, ImportKey.id(id)));
      return List.of(
          Diagnostic.error(
              Phrase.of("Resource already managed by Ingot"),
              Phrase.of(
                  "Ingot is already managing a remote object for %s. To import to this address you"
                      + " must first remove the existing object from the state.",
                  address)));
    }
    Planner.Result planned =
        new Planner(providers, setting)
            .imports(with(configuration), variables, before, observer, new Cancellation());
    Optional<ResourceState> resource =
        planned.plan().map(Plan::prior).flatMap(state -> state.resource(address.resource()));
    Optional<InstanceState> found =
        resource.flatMap(each -> Optional.ofNullable(each.instances().get(address.key())));
    if (planned.hasErrors() || found.flatMap(InstanceState::current).isEmpty()) {
      Diagnostics problems = new Diagnostics();
      problems.addAll(planned.diagnostics());
      if (!problems.hasErrors()) {
        problems.add(
            Diagnostic.error(
                "Nothing to import to",
                "The configuration has no instance " + address + ": check its count or for_each."));
      }
      return problems.list();
    }
    session.apply(
        List.of(
            Change.put(
                address,
                resource.orElseThrow().provider(address.key()),
                found.flatMap(InstanceState::current).orElseThrow()),
            new Change.SetOutputs(
                OutputStates.planned(planned.plan().map(Plan::outputs).orElseThrow()))));
    session.commit();
    return planned.diagnostics();
  }

  private Configuration with(Configuration configuration) {
    SourceRange place = text.range(0, text.text().length());
    ImportBlock block =
        new ImportBlock(
            ImportTarget.of(address, place),
            new Expression.Literal(Value.of(id), place),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            place);
    ModuleTree root = configuration.root();
    return new Configuration(
        new ModuleTree(root.path(), root.module().with(List.of(block)), root.children()),
        configuration.contents(),
        configuration.substitutes());
  }
}
