package dev.ingot.bake.template;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Builder;
import dev.ingot.bake.LayeredSource;
import dev.ingot.bake.Machine;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.registry.evidence.Component;
import java.util.List;
import java.util.Map;

/** A builder that only says what it was given. */
final class RecordingBuilder implements Builder {
  @Override
  public String type() {
    return "fake";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .required("base", Type.STRING, "A text.")
        .optional("size", Type.NUMBER, "A number.")
        .optional("names", SchemaBuilder.TEXTS, "Texts.")
        .optional("options", SchemaBuilder.TEXT_MAP, "Texts by name.")
        .build();
  }

  @Override
  public Source prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    String given =
        "base="
            + arguments.text("base", "")
            + arguments.number("size").stream().mapToObj(n -> " size=" + n).findFirst().orElse("")
            + (arguments.has("names") ? " names=" + arguments.texts("names") : "")
            + (arguments.has("options") ? " options=" + arguments.textMap("options") : "");
    return new LayeredSource() {
      @Override
      public String bucket() {
        return build.sourceName();
      }

      @Override
      public Map<String, Value> generated() {
        return Map.of("Host", Value.of("fake-host"));
      }

      @Override
      public Origin origin(Progress progress, Cancellation cancellation) throws StepException {
        throw new StepException("nothing is built here");
      }

      @Override
      public Machine open(Place place, Cancellation cancellation) throws StepException {
        throw new StepException("nothing is built here");
      }

      @Override
      public List<Component> components() {
        return List.of();
      }

      @Override
      public String toString() {
        return given;
      }
    };
  }
}
