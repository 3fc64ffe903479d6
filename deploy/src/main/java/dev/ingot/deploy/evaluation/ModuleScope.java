package dev.ingot.deploy.evaluation;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.reference.ModuleNodes;
import dev.ingot.deploy.reference.Node;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What names mean in one instance of a module. A name of one instance of a resource loads this
 * instance only. References have been checked before; what is still wrong gives unknown.
 */
public final class ModuleScope implements Scope {
  private static final List<String> ROOTS =
      List.of("count", "data", "each", "local", "module", "path", "self", "terraform", "var");

  private final World world;
  private final ModuleInstance module;
  private final RepetitionData repetition;
  private final Optional<Value> self;
  private final Touched touched;

  ModuleScope(
      World world,
      ModuleInstance module,
      RepetitionData repetition,
      Optional<Value> self,
      Touched touched) {
    this.world = world;
    this.module = module;
    this.repetition = repetition;
    this.self = self;
    this.touched = touched;
  }

  /** The same with a meaning for {@code self}. */
  public ModuleScope withSelf(Value value) {
    return new ModuleScope(world, module, repetition, Optional.of(value), touched);
  }

  /** The same, telling what is looked at. */
  public ModuleScope telling(Touched listener) {
    return new ModuleScope(world, module, repetition, self, listener);
  }

  @Override
  public List<String> names() {
    return ROOTS;
  }

  @Override
  public Functions functions() {
    return world.functions(module.nodes().tree());
  }

  @Override
  public Environment environment() {
    return world.environment();
  }

  @Override
  public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
    List<Traversal.Step> steps = traversal.steps();
    return switch (traversal.root()) {
      case "var" -> attribute(steps, 0).map(name -> one(variable(name)));
      case "local" -> attribute(steps, 0).map(name -> one(local(name)));
      case "count", "each", "path", "terraform" ->
          attribute(steps, 0).map(name -> one(attribute(traversal.root(), name)));
      case "self" -> self.map(value -> new Resolved(value, 0));
      case "module" -> attribute(steps, 0).map(name -> call(name, steps));
      case "data" -> resource(ResourceMode.DATA, steps, 0);
      case "ephemeral" -> {
        expired(traversal).ifPresent(address -> diagnostics.add(expired(address, traversal)));
        yield resource(ResourceMode.EPHEMERAL, steps, 0);
      }
      case "resource" -> resource(ResourceMode.MANAGED, steps, 0);
      default -> managed(traversal.root(), steps);
    };
  }

  /** The folder of the root module; it is another one where a test runs a module. */
  private String root() {
    String folder = world.root().nodes().tree().module().folder();
    return folder.isEmpty() || folder.startsWith("/") ? "." : folder;
  }

  /** An instance that a traversal names and whose lease has ended. */
  private Optional<InstanceAddress> expired(Traversal traversal) {
    List<Traversal.Step> steps = traversal.steps();
    Optional<ResourceInstances> found =
        attribute(steps, 0)
            .flatMap(
                type ->
                    attribute(steps, 1)
                        .map(name -> ConfigResource.localText(ResourceMode.EPHEMERAL, type, name)))
            .flatMap(module::resource);
    return found
        .flatMap(
            instances ->
                steps.size() > 2 && steps.get(2) instanceof Traversal.Key(Value index, var _)
                    ? Optional.of(keyOf(index)).filter(instances::isExpired)
                    : instances.anyExpired())
        .map(key -> found.get().address().instance(key));
  }

  private static Diagnostic expired(InstanceAddress address, Traversal traversal) {
    return Diagnostic.error(
        "Ephemeral resource instance has expired",
        Phrase.of(
            "The remote object for %s is no longer available due to a renewal error, so Ingot"
                + " cannot evaluate this expression.",
            address.toString()),
        traversal.range());
  }

  private static Resolved one(Value value) {
    return new Resolved(value, 1);
  }

  private Value variable(String name) {
    touched.variable(module, name);
    return module.variable(name).orElse(Values.DYNAMIC_UNKNOWN);
  }

  private Value local(String name) {
    touched.local(module, name);
    return module.locals.getOrDefault(name, Values.DYNAMIC_UNKNOWN);
  }

  private Value attribute(String object, String name) {
    return switch (object) {
      case "count" ->
          repetition instanceof RepetitionData.Counted(Value index)
              ? index
              : Values.DYNAMIC_UNKNOWN;
      case "each" ->
          repetition instanceof RepetitionData.Each(Value key, Value value)
              ? (name.equals("key") ? key : value)
              : Values.DYNAMIC_UNKNOWN;
      case "path" ->
          switch (name) {
            case "cwd" -> Value.of(world.setting().workingFolder().toAbsolutePath().toString());
            case "root" -> Value.of(root());
            default -> {
              String folder = module.nodes().tree().module().folder();
              yield Value.of(folder.isEmpty() ? "." : folder);
            }
          };
      default ->
          name.equals("workspace")
              ? Value.of(world.setting().workspace())
              : Value.of(world.purpose() == World.Purpose.APPLY).marked(Marks.EPHEMERAL);
    };
  }

  private Optional<Resolved> managed(String type, List<Traversal.Step> steps) {
    return resource(ResourceMode.MANAGED, type, steps, -1);
  }

  private Optional<Resolved> resource(ResourceMode mode, List<Traversal.Step> steps, int typeStep) {
    return attribute(steps, typeStep).flatMap(type -> resource(mode, type, steps, typeStep));
  }

  private Optional<Resolved> resource(
      ResourceMode mode, String type, List<Traversal.Step> steps, int typeStep) {
    Optional<String> name = attribute(steps, typeStep + 1);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String key = ConfigResource.localText(mode, type, name.get());
    int used = typeStep + 2;
    Optional<ResourceInstances> found = module.resource(key);
    if (found.isEmpty()) {
      return Optional.of(new Resolved(Values.DYNAMIC_UNKNOWN, used));
    }
    ResourceInstances instances = found.get();
    if (instances.expansion().kind() == Expansion.Kind.SINGLE) {
      touched.instance(instances, InstanceKey.none());
      return Optional.of(new Resolved(instances.single(), used));
    }
    if (steps.size() > used && steps.get(used) instanceof Traversal.Key(Value index, var _)) {
      Optional<Value> value = instances.find(index);
      if (value.isPresent()) {
        touched.instance(instances, keyOf(index));
        return Optional.of(new Resolved(value.get().marked(index.marks()), used + 1));
      }
    }
    touched.resource(instances);
    return Optional.of(new Resolved(instances.whole(), used));
  }

  private static InstanceKey keyOf(Value index) {
    return switch (index.unmarked()) {
      case Value.NumberValue(var number) -> InstanceKey.of(number.asLong().orElse(0));
      case Value.StringValue(String text) -> InstanceKey.of(text);
      default -> InstanceKey.none();
    };
  }

  private Resolved call(String name, List<Traversal.Step> steps) {
    Optional<ModuleInstance.Calls> found = module.calls(name);
    if (found.isEmpty()) {
      return one(Values.DYNAMIC_UNKNOWN);
    }
    ModuleInstance.Calls calls = found.get();
    if (world.purpose() == World.Purpose.VALIDATE) {
      return one(unknown(name));
    }
    return switch (calls.expansion().kind()) {
      case UNKNOWN -> one(Values.DYNAMIC_UNKNOWN);
      case SINGLE ->
          calls.instances().isEmpty()
              ? one(Value.nullOf(Type.DYNAMIC))
              : instance(calls, InstanceKey.none(), steps, 1);
      case COUNT, FOR_EACH -> {
        if (steps.size() > 1 && steps.get(1) instanceof Traversal.Key(Value index, var _)) {
          InstanceKey key = keyOf(index);
          if (calls.instances().containsKey(key)) {
            yield instance(calls, key, steps, 2);
          }
        }
        yield one(all(calls));
      }
    };
  }

  /** While checking, the outputs of a module can be of any type. */
  private Value unknown(String name) {
    Node.Call call = module.nodes().calls().get(name);
    ModuleNodes child = module.nodes().children().get(name);
    if (call == null || child == null) {
      return Values.DYNAMIC_UNKNOWN;
    }
    SortedMap<String, Type> outputs = new TreeMap<>(Value.KEY_ORDER);
    child.tree().module().outputs().keySet().forEach(output -> outputs.put(output, Type.DYNAMIC));
    Type object = new Type.ObjectType(outputs, Set.of());
    return Value.unknown(
        call.call().count().isPresent()
            ? new Type.ListType(object)
            : call.call().forEach().isPresent() ? new Type.MapType(object) : object);
  }

  private Resolved instance(
      ModuleInstance.Calls calls, InstanceKey key, List<Traversal.Step> steps, int used) {
    ModuleInstance instance = calls.instances().get(key);
    if (instance == null) {
      return new Resolved(Values.DYNAMIC_UNKNOWN, used);
    }
    Optional<String> output = attribute(steps, used);
    if (output.isPresent()
        && instance.nodes().tree().module().outputs().containsKey(output.get())) {
      touched.output(instance, output.get());
      return new Resolved(instance.output(output.get()).orElse(Values.DYNAMIC_UNKNOWN), used + 1);
    }
    return new Resolved(outputs(instance), used);
  }

  private Value outputs(ModuleInstance instance) {
    Map<String, Value> values = new TreeMap<>(Value.KEY_ORDER);
    for (String name : instance.nodes().tree().module().outputs().keySet()) {
      touched.output(instance, name);
      values.put(name, instance.output(name).orElse(Values.DYNAMIC_UNKNOWN));
    }
    return Values.object(values);
  }

  private Value all(ModuleInstance.Calls calls) {
    if (calls.expansion().kind() == Expansion.Kind.COUNT) {
      List<Value> elements = new ArrayList<>();
      calls.instances().values().forEach(instance -> elements.add(outputs(instance)));
      return Values.tuple(elements);
    }
    Map<String, Value> entries = new TreeMap<>(Value.KEY_ORDER);
    calls
        .instances()
        .forEach(
            (key, instance) -> {
              if (key instanceof InstanceKey.Text(String text)) {
                entries.put(text, outputs(instance));
              }
            });
    return Values.object(entries);
  }

  private static Optional<String> attribute(List<Traversal.Step> steps, int index) {
    return steps.size() > index
            && steps.get(index) instanceof Traversal.Attribute(String name, var _)
        ? Optional.of(name)
        : Optional.empty();
  }
}
