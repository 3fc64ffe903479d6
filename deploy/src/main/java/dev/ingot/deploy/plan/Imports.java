package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.deploy.configuration.ImportBlock;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.ModuleNodes;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code import} blocks of the root module. Rules: recorded behaviour of Terraform 1.11. */
final class Imports {
  private final World world;
  private final Map<InstanceAddress, Import> imports = new HashMap<>();
  private final List<ImportBlock> repeated = new ArrayList<>();

  /** One object to be imported. */
  private record Import(ImportBlock block, RepetitionData repetition) {}

  Imports(ReferenceGraph references, World world, Diagnostics diagnostics) {
    this.world = world;
    for (ImportBlock block : references.root().tree().module().imports()) {
      Optional<InstanceAddress> target = target(block.to(), block.forEach().isPresent());
      if (target.isEmpty()) {
        diagnostics.error(
            "Invalid import address",
            "The import target must be the address of a managed resource, with literal keys.",
            block.to().range());
      } else if (!configured(references.root(), target.get())) {
        diagnostics.error(
            "Configuration for import target does not exist",
            "The configuration for the given import target "
                + target.get()
                + " does not exist. If you wish to automatically generate config for this resource,"
                + " use the -generate-config-out option within terraform plan. Otherwise, make sure"
                + " the target resource exists within your configuration. For example:\n\n"
                + "  terraform plan -generate-config-out=generated.tf",
            block.to().range());
      } else {
        if (block.forEach().isPresent()) {
          repeated.add(block);
        } else {
          imports.put(target.get(), new Import(block, RepetitionData.NONE));
        }
      }
    }
  }

  /**
   * @param repeated whether a key that is no literal may end it, which is left out then
   */
  private static Optional<InstanceAddress> target(Expression to, boolean repeated) {
    Expression named = repeated && to instanceof Expression.Index index ? index.collection() : to;
    if (!(named instanceof Expression.ScopeTraversal(Traversal traversal, var _))) {
      return Optional.empty();
    }
    Optional<MoveEndpoint> endpoint = MoveEndpoint.parse(traversal);
    if (endpoint.isEmpty() || endpoint.get().resource().isEmpty()) {
      return Optional.empty();
    }
    ModuleAddress module = ModuleAddress.ROOT;
    for (MoveEndpoint.Call call : endpoint.get().modules()) {
      module = module.child(call.name(), call.key().orElse(InstanceKey.none()));
    }
    MoveEndpoint.Resource resource = endpoint.get().resource().get();
    return Optional.of(
        module
            .resource(resource.mode(), resource.type(), resource.name())
            .instance(endpoint.get().key().orElse(InstanceKey.none())));
  }

  private static boolean configured(ModuleNodes root, InstanceAddress address) {
    Optional<ModuleNodes> module = Optional.of(root);
    for (String name : address.module().names()) {
      module = module.flatMap(found -> Optional.ofNullable(found.children().get(name)));
    }
    String key = address.resource().localText();
    return module.map(found -> found.tree().module().resources().containsKey(key)).orElse(false);
  }

  /** Whether an instance is to be imported. What it depends on has to be known by now. */
  synchronized boolean has(InstanceAddress address, Diagnostics diagnostics) {
    for (ImportBlock block : List.copyOf(repeated)) {
      Optional<InstanceAddress> target = target(block.to(), true);
      if (target.isPresent() && target.get().resource().equals(address.resource())) {
        repeated.remove(block);
        expand(block, target.get(), diagnostics);
      }
    }
    return imports.containsKey(address);
  }

  private void expand(ImportBlock block, InstanceAddress target, Diagnostics diagnostics) {
    Expression forEach = block.forEach().orElseThrow();
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(forEach, world.scope(world.root(), RepetitionData.NONE), own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return;
    }
    Optional<? extends Map<String, Value>> entries = Values.entries(value);
    Map<Value, Value> elements = new LinkedHashMap<>();
    if (entries.isPresent()) {
      entries.get().forEach((key, element) -> elements.put(Value.of(key), element));
    } else if (value.unmarked() instanceof Value.SetValue
        || value.unmarked() instanceof Value.TupleValue
        || value.unmarked() instanceof Value.ListValue) {
      Values.elements(value).orElse(List.of()).forEach(each -> elements.put(each, each));
    } else {
      diagnostics.error(
          "Invalid for_each argument",
          "The for_each of an import must be a map or a set that is known when planning.",
          forEach.range());
      return;
    }
    elements.forEach(
        (key, element) -> {
          RepetitionData repetition = new RepetitionData.Each(key, element);
          key(block.to(), repetition, diagnostics)
              .ifPresent(
                  found ->
                      imports.put(
                          target.resource().instance(found), new Import(block, repetition)));
        });
  }

  /** The key a target has for one element; the literal one where there is no other. */
  private Optional<InstanceKey> key(
      Expression to, RepetitionData repetition, Diagnostics diagnostics) {
    if (!(to instanceof Expression.Index index)) {
      return target(to, true).map(InstanceAddress::key);
    }
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(index.key(), world.scope(world.root(), repetition), own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return Optional.empty();
    }
    return switch (value.unmarked()) {
      case Value.StringValue(String text) -> Optional.of(InstanceKey.of(text));
      case Value.NumberValue(var number) when number.asLong().isPresent() ->
          Optional.of(InstanceKey.of(number.asLong().getAsLong()));
      default -> {
        diagnostics.error(
            "Invalid import 'to' expression",
            "The key must be a string or a whole number that is known when planning.",
            index.key().range());
        yield Optional.empty();
      }
    };
  }

  /** What an instance is known by; empty after an error. */
  Optional<String> id(InstanceAddress address, Diagnostics diagnostics) {
    Import found = imports.get(address);
    if (found == null) {
      return Optional.empty();
    }
    Expression id = found.block().id();
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(id, world.scope(world.root(), found.repetition()), own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return Optional.empty();
    }
    String problem =
        switch (value.unmarked()) {
          case Value.NullValue _ -> "The import ID cannot be null.";
          case Value.UnknownValue _ ->
              "The import block \"id\" argument depends on resource attributes that cannot be"
                  + " determined until apply, so Ingot cannot plan to import this resource.";
          case Value.StringValue(String text) when text.isEmpty() ->
              "The import ID value evaluates to an empty string, please provide a non-empty value.";
          case Value.StringValue _ -> "";
          default -> "The import ID value is unsuitable: a string is required.";
        };
    if (!problem.isEmpty()) {
      diagnostics.error("Invalid import id argument", problem, id.range());
      return Optional.empty();
    }
    return Values.text(value);
  }
}
