package dev.ingot.platform.provider;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.registry.ImageSelection;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.storage.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** {@code ingot_image}: a version of an image, by channel or number. */
final class ImageData {
  static final String TYPE = "ingot_image";
  static final Schema SCHEMA =
      Schema.of(
          Map.ofEntries(
              Map.entry("id", Attribute.computed(Type.STRING)),
              Map.entry("bucket", Attribute.required(Type.STRING)),
              Map.entry("channel", Attribute.optionalComputed(Type.STRING)),
              Map.entry("version", Attribute.optionalComputed(Type.STRING)),
              Map.entry("platform", Attribute.optionalComputed(Type.STRING)),
              Map.entry("region", Attribute.optionalComputed(Type.STRING)),
              Map.entry("image_id", Attribute.computed(Type.STRING)),
              Map.entry("source_image", Attribute.computed(Type.STRING)),
              Map.entry("digest", Attribute.computed(Type.STRING)),
              Map.entry("fingerprint", Attribute.computed(Type.STRING)),
              Map.entry("created", Attribute.computed(Type.STRING)),
              Map.entry("labels", Attribute.computed(Attributes.STRING_MAP))));

  private final ImageSelection images;

  ImageData(ImageSelection images) {
    this.images = images;
  }

  static List<ProviderDiagnostic> validate(Attributes config) {
    return config.has("channel") && config.has("version")
        ? List.of(
            ProviderDiagnostic.error(
                "Channel and version",
                "Set either channel or version, not both.",
                ValuePath.ROOT.attribute("version")))
        : List.of();
  }

  ReadDataSource.Response read(Attributes config) {
    String bucket = config.text("bucket").orElse("");
    try {
      Optional<String> label = config.text("version");
      String channel = config.text("channel").orElse(Channel.LATEST);
      Version version =
          label.isPresent() ? images.version(bucket, label.get()) : images.channel(bucket, channel);
      ImageSelection.Part part =
          images.part(version, config.text("platform"), config.text("region"));
      SortedMap<String, Value> value = config.copy();
      value.put("id", Value.of(version.reference()));
      value.put("channel", label.isPresent() ? Value.nullOf(Type.STRING) : Value.of(channel));
      // A configured value stays as written, "3" as well as "v3".
      value.put("version", Value.of(label.orElse(version.label())));
      value.put("digest", Value.of(version.image().map(Digest::toString).orElse("")));
      value.put("fingerprint", Value.of(version.fingerprint()));
      value.put("created", Value.of(version.created().toString()));
      value.put("platform", Value.of(part.platform()));
      value.put("region", Value.of(part.region()));
      value.put("image_id", Value.of(part.id()));
      value.put("source_image", Value.of(part.sourceImage()));
      value.put("labels", labels(part.labels()));
      return new ReadDataSource.Response(new Value.ObjectValue(value), Optional.empty(), List.of());
    } catch (ImageSelection.UnresolvedException e) {
      return new ReadDataSource.Response(
          Values.NULL,
          Optional.empty(),
          List.of(
              ProviderDiagnostic.error(
                  e.summary(),
                  String.valueOf(e.getMessage()),
                  e.attribute().isEmpty()
                      ? ValuePath.ROOT
                      : ValuePath.ROOT.attribute(e.attribute()))));
    }
  }

  private static Value labels(Map<String, String> labels) {
    SortedMap<String, Value> values = new java.util.TreeMap<>(Value.KEY_ORDER);
    labels.forEach((name, text) -> values.put(name, Value.of(text)));
    return new Value.MapValue(Type.STRING, values);
  }
}
