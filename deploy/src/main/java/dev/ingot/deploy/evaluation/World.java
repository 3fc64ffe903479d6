package dev.ingot.deploy.evaluation;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.reference.ModuleNodes;
import dev.ingot.deploy.reference.Node;
import dev.ingot.lang.eval.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** All instances of all modules in one run, and what their expressions may look at. */
public final class World {
  /** What a run is for. */
  public enum Purpose {
    /** Checking without state and values of variables. */
    VALIDATE,
    /** Saying what would change. */
    PLAN,
    /** Changing. */
    APPLY,
    /** A user asks for values; nothing is kept, so that times and random texts are known. */
    CONSOLE
  }

  private final Purpose purpose;
  private final Setting setting;
  private final Scope.Environment environment;
  private final Function<ModuleTree, Scope.Functions> callable;
  private final Map<List<String>, Scope.Functions> functions = new ConcurrentHashMap<>();
  private final ModuleInstance root;

  /**
   * A world in which nothing is known yet.
   *
   * @param functions what expressions of a module can call; asked once for each module
   */
  public World(
      Purpose purpose,
      Setting setting,
      ModuleNodes root,
      Function<ModuleTree, Scope.Functions> functions) {
    this.callable = functions;
    this.purpose = purpose;
    this.setting = setting;
    this.environment = setting.environment(purpose == Purpose.VALIDATE || purpose == Purpose.PLAN);
    this.root = new ModuleInstance(root, ModuleAddress.ROOT, RepetitionData.NONE, Optional.empty());
  }

  /** What the run is for. */
  public Purpose purpose() {
    return purpose;
  }

  /** The surroundings. */
  public Setting setting() {
    return setting;
  }

  /** What expressions of a module can call. */
  Scope.Functions functions(ModuleTree module) {
    return module.module().requirements().isEmpty()
        ? setting.functions()
        : functions.computeIfAbsent(module.path(), missing -> callable.apply(module));
  }

  Scope.Environment environment() {
    return environment;
  }

  /** The root module. */
  public ModuleInstance root() {
    return root;
  }

  /**
   * The instances of a module that are evaluated, in order; none before the call that makes them is
   * expanded.
   */
  public List<ModuleInstance> instances(ModuleTree tree) {
    if (tree.isRoot()) {
      return List.of(root);
    }
    List<ModuleInstance> level = List.of(root);
    for (String name : tree.path()) {
      List<ModuleInstance> next = new ArrayList<>();
      for (ModuleInstance instance : level) {
        instance
            .calls(name)
            .ifPresent(
                calls ->
                    calls.instances().values().stream()
                        .filter(found -> !found.isOverridden())
                        .forEach(next::add));
      }
      level = next;
    }
    return level;
  }

  /** The instance of a module with an address. */
  public Optional<ModuleInstance> instance(ModuleAddress address) {
    ModuleInstance at = root;
    for (ModuleAddress.Call call : address.calls()) {
      Optional<ModuleInstance.Calls> calls = at.calls(call.name());
      if (calls.isEmpty()) {
        return Optional.empty();
      }
      ModuleInstance next = calls.get().instances().get(call.key());
      if (next == null) {
        return Optional.empty();
      }
      at = next;
    }
    return Optional.of(at);
  }

  /** The configuration of the provider that an instance uses. */
  public ProviderConfigAddress provider(Node.Resource node, InstanceAddress address) {
    return node.providerKey().isEmpty()
        ? node.provider()
        : instance(address.module())
            .flatMap(module -> module.resource(node.resource().key()))
            .map(instances -> instances.provider(address.key()))
            .orElse(node.provider());
  }

  /** A scope for expressions of a module's instance. */
  public ModuleScope scope(ModuleInstance instance, RepetitionData repetition) {
    return new ModuleScope(this, instance, repetition, Optional.empty(), Touched.NOTHING);
  }
}
