package dev.ingot.bake.run;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Builder;
import dev.ingot.bake.LayeredSource;
import dev.ingot.bake.Machine;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.Source;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.Layer;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.evidence.Component;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A builder whose machines only remember what is put in them. */
final class FakeBuilder implements Builder {
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private Runnable action = () -> {};
  private final Map<Layer, Map<String, String>> scratches = new ConcurrentHashMap<>();

  /** Does something with each command. */
  void onRun(Runnable action) {
    this.action = action;
  }

  /** What was run in machines, in order. */
  List<String> ran() {
    return List.copyOf(ran);
  }

  @Override
  public String type() {
    return "fake";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .required("base", Type.STRING, "The content of /base.")
        .optional("command", SchemaBuilder.TEXTS, "What the image runs.")
        .build();
  }

  @Override
  public Source prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    String base = arguments.text("base", "");
    return new LayeredSource() {
      @Override
      public String bucket() {
        return build.sourceName();
      }

      @Override
      public Map<String, Value> generated() {
        return Map.of("Host", Value.of("fake"));
      }

      @Override
      public Origin origin(Progress progress, Cancellation cancellation) {
        TreeEntry file =
            new TreeEntry.RegularFile(
                "base", TreeEntry.Access.root(0644), new TreeEntry.Content.Text(base));
        return new Origin(
            List.of(
                new BaseLayer.Made(
                    new InputHash("fake").text(base).key(), "base", _ -> List.of(file))),
            ImageConfig.empty(new Platform("linux", "amd64")).toBuilder()
                .command(arguments.texts("command"))
                .build(),
            Lineage.unknown());
      }

      @Override
      public Machine open(Place place, Cancellation cancellation) {
        Map<String, String> files = place.scratch().map(scratches::get).orElse(Map.of());
        return new FakeMachine(
            ran, files, action, machine -> machine.layers(place.archive(), scratches));
      }

      @Override
      public List<Component> components() {
        return List.of(Component.library("base", base, ""));
      }
    };
  }
}
