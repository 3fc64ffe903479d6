package dev.ingot.platform.rootfs;

import dev.ingot.bake.LayeredSource;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.graph.Cancellation;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.Layer;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.OciLocation;
import dev.ingot.registry.content.OciTransfer;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.registry.distribution.DistributionException;
import dev.ingot.registry.distribution.ImagePull;
import dev.ingot.registry.distribution.ImageReference;
import dev.ingot.registry.distribution.RegistryAccess;
import dev.ingot.registry.evidence.Component;
import dev.ingot.registry.evidence.Sbom;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Base images. */
record BaseImages(Registry registry) {
  /**
   * A base image.
   *
   * @param components the components of its bill of materials
   */
  record Found(
      List<LayeredSource.BaseLayer> layers,
      ImageConfig config,
      Lineage lineage,
      List<Component> components) {}

  /** The image of a layout folder, copied to the registry's store unless it is there already. */
  Found fromLayout(OciLocation location, Platform platform) throws StepException {
    try {
      Descriptor imported = OciTransfer.importFrom(location, registry.store());
      OciImage image = OciImage.read(registry.store(), imported.digest(), platform);
      return found(image, Lineage.ofImage(image.digest()), List.of());
    } catch (RegistryException e) {
      throw new StepException("The base image can't be read: " + e.getMessage() + ".");
    }
  }

  /** The image of an OCI registry, pulled to the registry's store unless it is there already. */
  Found fromRemote(
      ImageReference reference,
      RegistryAccess access,
      Platform platform,
      Source.Progress progress,
      Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    try {
      OciImage image =
          access.work(
              cancellation,
              (client, mirrors) ->
                  new ImagePull(client, mirrors)
                      .pull(reference, platform, registry.store(), progress::note));
      return found(image, Lineage.ofImage(image.digest()), List.of());
    } catch (DistributionException e) {
      throw new StepException("The base image can't be pulled: " + e.describe());
    } catch (RegistryException e) {
      throw new StepException("The base image can't be used: " + e.getMessage() + ".");
    }
  }

  /**
   * The image of a version.
   *
   * @param selector a channel, or {@code v} and a number
   */
  Found fromRegistry(String bucket, String selector, Platform platform) throws StepException {
    boolean numbered = selector.matches("v[1-9][0-9]{0,17}");
    Optional<Version> version =
        numbered
            ? registry
                .versions()
                .find(bucket, Long.parseLong(selector.substring(1)))
                .map(registry.records()::require)
            : registry
                .channels()
                .find(bucket, selector)
                .map(registry.records()::require)
                .flatMap(Channel::version);
    if (version.isEmpty()) {
      throw missing(bucket, selector);
    }
    Version parent = version.get();
    Optional<Digest> digest = parent.image();
    if (!parent.usable() || digest.isEmpty()) {
      throw new StepException(
          "The base image "
              + parent.reference()
              + " can't be used: it is "
              + parent.status()
              + ". Name another version or channel.");
    }
    ContentStore store = registry.store();
    OciImage image = OciImage.read(store, digest.get(), platform);
    boolean whole =
        store.reuse(image.digest())
            && store.reuse(image.manifest().config().digest())
            && image.manifest().layers().stream().allMatch(layer -> store.reuse(layer.digest()));
    if (!whole) {
      throw new StepException(
          "Parts of the base image "
              + parent.reference()
              + " are gone. Bake it again, or name another version or channel.");
    }
    List<Component> components =
        parent.sbom().map(sbom -> Sbom.readComponents(store.read(sbom))).orElse(List.of());
    return found(
        image,
        numbered ? Lineage.ofVersion(parent) : Lineage.ofChannel(parent, selector),
        components);
  }

  private StepException missing(String bucket, String selector) {
    if (registry.bucket(bucket).isEmpty()) {
      String known =
          registry.buckets().stream()
              .map(dev.ingot.registry.catalog.Bucket::name)
              .collect(Collectors.joining(", "));
      return new StepException(
          "The registry has no bucket \""
              + bucket
              + "\". "
              + (known.isEmpty()
                  ? "It is empty: bake that image first."
                  : "It has: " + known + "."));
    }
    String channels =
        registry.channels().in(bucket).stream()
            .map(Channel::name)
            .collect(Collectors.joining(", "));
    return new StepException(
        "The bucket \""
            + bucket
            + "\" has no version \""
            + selector
            + "\". Its channels are: "
            + channels
            + ".");
  }

  private static Found found(OciImage image, Lineage lineage, List<Component> components) {
    List<LayeredSource.BaseLayer> layers = new ArrayList<>();
    List<Descriptor> descriptors = image.manifest().layers();
    for (int i = 0; i < descriptors.size(); i++) {
      Descriptor descriptor = descriptors.get(i);
      layers.add(
          new LayeredSource.BaseLayer.Stored(
              new InputHash("stored layer").text(descriptor.digest().toString()).key(),
              "base layer " + (i + 1),
              new Layer(descriptor, image.config().diffIds().get(i), 0)));
    }
    ImageConfig config = image.config().toBuilder().diffIds(List.of()).history(List.of()).build();
    return new Found(layers, config, lineage, components);
  }
}
