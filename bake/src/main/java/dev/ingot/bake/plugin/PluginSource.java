package dev.ingot.bake.plugin;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Machine;
import dev.ingot.bake.MachineSource;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.plugin.netrpc.Data;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.evidence.Component;
import dev.ingot.registry.inventory.Inventory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A source whose machine and image a plugin makes. */
record PluginSource(
    PluginBuilder builder,
    BuildIdentity build,
    Arguments arguments,
    List<Data> configurations,
    List<String> generatedNames)
    implements MachineSource {
  PluginSource {
    configurations = List.copyOf(configurations);
    generatedNames = List.copyOf(generatedNames);
  }

  @Override
  public String bucket() {
    return build.sourceName();
  }

  @Override
  public Map<String, Value> generated() {
    Map<String, Value> values = new LinkedHashMap<>();
    Value later = Values.unknown(Type.STRING, Refinement.NONE);
    COMMON_VALUES.forEach(name -> values.put(name, later));
    generatedNames.forEach(name -> values.put(name, later));
    return values;
  }

  @Override
  public List<Component> components() {
    return List.of();
  }

  @Override
  public Origin origin(Progress progress, Cancellation cancellation) {
    InputHash hash =
        new InputHash("plugin")
            .text(builder.type())
            .text(builder.program().description().version());
    arguments
        .values()
        .forEach(
            (name, value) -> {
              if (!value.isNull()) {
                InputHash _ = hash.text(name).value(value);
              }
            });
    return new Origin(hash.key(), new Platform("any", "any"), Lineage.unknown());
  }

  @Override
  public boolean isKept(Snapshot.Disk disk) {
    return false;
  }

  @Override
  public Machine start(Optional<Snapshot.Disk> from, Progress progress, Cancellation cancellation)
      throws StepException, InterruptedException {
    return PluginMachine.start(this, progress, cancellation);
  }

  @Override
  public Product capture(Machine machine, Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    if (!(machine instanceof PluginMachine plugin)) {
      throw new IllegalStateException("a machine of another source");
    }
    PluginArtifact.Made made = plugin.capture();
    return new Product.Elsewhere(
        made.artifact().id(),
        made.images().isEmpty() ? "" : made.images().getFirst().region(),
        Optional.of(made.artifact()),
        made.images(),
        Inventory.NOTHING);
  }
}
