package dev.ingot.release;

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
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.evidence.Component;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Sources {@code printed}: images of one layer with one file, and what it says as their command. In
 * {@code v1+left@1.0} is a part, too.
 */
final class PrintedImages implements Builder {
  @Override
  public String type() {
    return "printed";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder().required("content", Type.STRING, "What the image is.").build();
  }

  @Override
  public Source prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    String content = arguments.text("content", "");
    return new LayeredSource() {
      @Override
      public String bucket() {
        return build.sourceName();
      }

      @Override
      public Map<String, Value> generated() {
        return Map.of();
      }

      @Override
      public Origin origin(Progress progress, Cancellation cancellation) {
        TreeEntry file =
            new TreeEntry.RegularFile(
                "content", TreeEntry.Access.root(0644), new TreeEntry.Content.Text(content));
        return new Origin(
            List.of(
                new BaseLayer.Made(
                    new InputHash("printed").text(content).key(),
                    "content",
                    _ ->
                        Stream.concat(
                                Stream.of(file),
                                Stream.of(content.split("\\+")).skip(1).map(PrintedImages::part))
                            .toList())),
            ImageConfig.empty(new Platform("linux", "amd64")).toBuilder()
                .command(List.of(content))
                .build(),
            Lineage.unknown());
      }

      @Override
      public Machine open(Place place, Cancellation cancellation) {
        throw new AssertionError("there are no provisioners here");
      }

      @Override
      public List<Component> components() {
        return List.of();
      }
    };
  }

  /** A module of Node.js, {@code NAME@VERSION}. */
  private static TreeEntry part(String text) {
    String[] parts = text.split("@", 2);
    return new TreeEntry.RegularFile(
        "node_modules/" + parts[0] + "/package.json",
        TreeEntry.Access.root(0644),
        new TreeEntry.Content.Text(
            "{\"name\": \"" + parts[0] + "\", \"version\": \"" + parts[1] + "\"}"));
  }
}
