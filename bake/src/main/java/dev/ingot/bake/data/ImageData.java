package dev.ingot.bake.data;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.DataSource;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.registry.ImageSelection;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.storage.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code ingot-image}: a version of the registry, by channel or number, and where it is an image of
 * a cloud, its id for a provider and region.
 */
public record ImageData(Registry registry) implements DataSource {
  private static final List<String> TEXTS =
      List.of(
          "id",
          "image",
          "digest",
          "version",
          "fingerprint",
          "created",
          "platform",
          "region",
          "source_image");

  @Override
  public String type() {
    return "ingot-image";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .required("bucket", Type.STRING, "The bucket.")
        .optional("channel", Type.STRING, "The channel (default: latest).")
        .optional("version", Type.STRING, "The version, as v3, instead of a channel.")
        .optional("platform", Type.STRING, "The cloud, such as aws, or linux/amd64.")
        .optional("region", Type.STRING, "The region of the cloud.")
        .build();
  }

  @Override
  public Type output() {
    TreeMap<String, Type> members = new TreeMap<>();
    TEXTS.forEach(name -> members.put(name, Type.STRING));
    members.put("labels", new Type.MapType(Type.STRING));
    return new Type.ObjectType(members);
  }

  @Override
  public Value read(Arguments arguments) throws StepException {
    if (arguments.has("channel") && arguments.has("version")) {
      throw new StepException("Set either channel or version, not both.");
    }
    ImageSelection images = new ImageSelection(registry, Map.of());
    String bucket = arguments.text("bucket", "");
    Optional<String> number = arguments.text("version");
    try {
      Version version =
          number.isPresent()
              ? images.version(bucket, number.get())
              : images.channel(bucket, arguments.text("channel", Channel.LATEST));
      ImageSelection.Part part =
          images.part(version, arguments.text("platform"), arguments.text("region"));
      TreeMap<String, Value> members = new TreeMap<>(Value.KEY_ORDER);
      members.put("id", Value.of(part.id()));
      members.put("image", Value.of(version.reference()));
      members.put("digest", Value.of(part.digest().map(Digest::toString).orElse("")));
      members.put("version", Value.of(version.label()));
      members.put("fingerprint", Value.of(version.fingerprint()));
      members.put("created", Value.of(version.created().toString()));
      members.put("platform", Value.of(part.platform()));
      members.put("region", Value.of(part.region()));
      members.put("source_image", Value.of(part.sourceImage()));
      TreeMap<String, Value> labels = new TreeMap<>(Value.KEY_ORDER);
      part.labels().forEach((name, text) -> labels.put(name, Value.of(text)));
      members.put("labels", new Value.MapValue(Type.STRING, labels));
      return Values.object(members);
    } catch (ImageSelection.UnresolvedException e) {
      throw new StepException(e.summary() + ": " + e.getMessage());
    }
  }
}
