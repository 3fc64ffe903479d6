package dev.ingot.release;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.InProcessProvider;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.ResourceTypeSchema;
import dev.ingot.provider.ResourceTypes;
import dev.ingot.provider.ServerCapabilities;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.OciImage;
import dev.ingot.storage.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The data source {@code ingot_image}, with the {@code content} of the images of {@link
 * PrintedImages}.
 */
final class ImageProvider extends InProcessProvider {
  static final ProviderAddress ADDRESS = new ProviderAddress("ingot.dev", "ingot", "ingot");

  private static final Schema IMAGE =
      Schema.of(
          Map.of(
              "bucket", Attribute.required(Type.STRING),
              "channel", Attribute.required(Type.STRING),
              "version", Attribute.computed(Type.STRING),
              "digest", Attribute.computed(Type.STRING),
              "content", Attribute.computed(Type.STRING)));

  private final Registry registry;
  private final Map<String, String> held;

  /**
   * @param held digests by {@code bucket:channel}: pinned targets of channels
   */
  ImageProvider(Registry registry, Map<String, String> held) {
    this.registry = registry;
    this.held = Map.copyOf(held);
  }

  @Override
  public ProviderSchema schema() {
    return new ProviderSchema(
        Schema.of(Map.of()),
        Optional.empty(),
        ResourceTypes.NONE,
        ResourceTypes.of(Map.of("ingot_image", ResourceTypeSchema.of(IMAGE))),
        ResourceTypes.NONE,
        new TreeMap<>(),
        new ServerCapabilities(false, true, false, false, true, false));
  }

  @Override
  public ReadDataSource.Response readDataSource(
      ReadDataSource.Request request, CallContext context) {
    TreeMap<String, Value> values =
        new TreeMap<>(Values.entries(request.config()).orElse(new TreeMap<>()));
    String bucket = CloudFleet.text(request.config(), "bucket");
    String channel = CloudFleet.text(request.config(), "channel");
    Version version =
        Optional.ofNullable(held.get(bucket + ":" + channel))
            .map(digest -> registry.versions().withDigest(Digest.parse(digest)).getFirst())
            .or(() -> registry.channels().find(bucket, channel).flatMap(Channel::version))
            .orElseThrow(() -> new AssertionError("nothing in " + bucket + ":" + channel));
    Digest digest = version.image().orElseThrow();
    values.put("version", Value.of(version.label()));
    values.put("digest", Value.of(digest.toString()));
    values.put(
        "content", Value.of(OciImage.read(registry.store(), digest).config().command().getFirst()));
    return new ReadDataSource.Response(
        new Value.ObjectValue(values), Optional.empty(), java.util.List.of());
  }

  @Override
  public ReadResource.Response readResource(ReadResource.Request request, CallContext context) {
    throw new AssertionError("there are no resources here");
  }

  @Override
  public PlanResourceChange.Response planResourceChange(
      PlanResourceChange.Request request, CallContext context) {
    throw new AssertionError("there are no resources here");
  }

  @Override
  public ApplyResourceChange.Response applyResourceChange(
      ApplyResourceChange.Request request, CallContext context) {
    throw new AssertionError("there are no resources here");
  }
}
