package dev.ingot.deploy.plan;

import dev.ingot.deploy.configuration.ImportBlock;
import dev.ingot.deploy.configuration.ResourceConfiguration;
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
import dev.ingot.state.InstanceAddress;
import dev.ingot.state.InstanceKey;
import dev.ingot.state.ModuleAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The {@code import} blocks of the root module. Rules: recorded behaviour of Terraform 1.11. */
final class Imports {
  private final World world;
  private final Map<InstanceAddress, ImportBlock> blocks = new HashMap<>();

  Imports(ReferenceGraph references, World world, Diagnostics diagnostics) {
    this.world = world;
    for (ImportBlock block : references.root().tree().module().imports()) {
      if (block.forEach().isPresent()) {
        diagnostics.error(
            "Unsupported import",
            "An import with \"for_each\" is not supported yet. Write one block for each object.",
            block.declaration());
        continue;
      }
      Optional<InstanceAddress> target = target(block);
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
        blocks.put(target.get(), block);
      }
    }
  }

  private static Optional<InstanceAddress> target(ImportBlock block) {
    if (!(block.to() instanceof Expression.ScopeTraversal(Traversal traversal, var _))) {
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
    String key =
        ResourceConfiguration.key(
            address.resource().mode(), address.resource().type(), address.resource().name());
    return module.map(found -> found.tree().module().resources().containsKey(key)).orElse(false);
  }

  /** Whether an instance is to be imported. */
  boolean has(InstanceAddress address) {
    return blocks.containsKey(address);
  }

  /** What an instance is known by; empty after an error. */
  Optional<String> id(InstanceAddress address, Diagnostics diagnostics) {
    ImportBlock block = blocks.get(address);
    if (block == null) {
      return Optional.empty();
    }
    Diagnostics own = new Diagnostics();
    Value value =
        Evaluator.evaluate(block.id(), world.scope(world.root(), RepetitionData.NONE), own);
    diagnostics.addAll(own);
    Optional<String> id = Values.text(value);
    if (!own.hasErrors() && id.filter(text -> !text.isEmpty()).isEmpty()) {
      diagnostics.error(
          "Invalid import id argument",
          "The import ID must be a string that is known when planning, and not empty.",
          block.id().range());
      return Optional.empty();
    }
    return id;
  }
}
