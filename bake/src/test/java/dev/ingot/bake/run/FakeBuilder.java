package dev.ingot.bake.run;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Builder;
import dev.ingot.bake.SchemaBuilder;
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
import java.util.concurrent.CopyOnWriteArrayList;

/** A builder whose machines only remember what is put in them. */
final class FakeBuilder implements Builder {
  private final List<String> ran = new CopyOnWriteArrayList<>();

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
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    String base = arguments.text("base", "");
    return new Prepared() {
      @Override
      public String bucket() {
        return build.sourceName();
      }

      @Override
      public Map<String, Value> generated() {
        return Map.of("Host", Value.of("fake"));
      }

      @Override
      public Base base(Progress progress, Cancellation cancellation) {
        TreeEntry file =
            new TreeEntry.RegularFile(
                "base", TreeEntry.Access.root(0644), new TreeEntry.Content.Text(base));
        return new Base(
            List.of(
                new BaseLayer.Made(
                    new InputHash("fake").text(base).key(), "base", _ -> List.of(file))),
            ImageConfig.empty(new Platform("linux", "amd64")).toBuilder()
                .command(arguments.texts("command"))
                .build(),
            Lineage.unknown());
      }

      @Override
      public Machine open(List<Layer> layers, Cancellation cancellation) {
        return new FakeMachine(ran);
      }

      @Override
      public List<Component> components() {
        return List.of(Component.library("base", base, ""));
      }
    };
  }
}
