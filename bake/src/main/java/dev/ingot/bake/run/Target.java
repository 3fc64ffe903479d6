package dev.ingot.bake.run;

import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.LayeredSource;
import dev.ingot.bake.MachineSource;
import dev.ingot.bake.chain.ChainKeys;
import dev.ingot.bake.chain.Ground;
import dev.ingot.bake.chain.PreparedUnit;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.inventory.Inventory;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The output of a build in the registry. */
sealed interface Target {
  /** The image it comes from, if any. */
  Lineage lineage();

  /** The fingerprint of the result of a chain with this last key. */
  LayerKey fingerprint(LayerKey last);

  /** Writes the result; the same layers and configuration give the same digest. */
  Written write(Ground.Made made) throws IOException, InterruptedException;

  /**
   * The written result.
   *
   * @param image the digest of its manifest; empty if it is stored elsewhere
   * @param externalId its id on its own platform, if it is stored elsewhere
   * @param region its region, if it is stored elsewhere
   * @param layers the lowest first
   * @param made as whoever made it describes it, where it does
   * @param images the images it consists of, where they are known one by one
   */
  record Written(
      Optional<Digest> image,
      String externalId,
      String region,
      Platform platform,
      List<BuildOutcome.BakedLayer> layers,
      Optional<Artifact> made,
      List<MachineSource.CloudImage> images,
      Completion completion) {
    public Written {
      images = List.copyOf(images);
      layers = List.copyOf(layers);
    }

    /** Its id for post-processors. */
    String artifact() {
      return image.map(Digest::toString).orElse(externalId);
    }

    /** What platforms of their own call it. */
    List<String> externalIds() {
      return images.isEmpty()
          ? List.of(externalId)
          : images.stream().map(MachineSource.CloudImage::id).toList();
    }

    List<Build> builds(BuildIdentity identity, Instant finished) {
      if (images.isEmpty()) {
        return List.of(
            new Build(
                identity.source(),
                platform.toString(),
                image,
                externalId,
                region,
                "",
                Map.of(),
                finished));
      }
      return images.stream()
          .map(
              each ->
                  new Build(
                      identity.source(),
                      each.platform().isEmpty() ? platform.toString() : each.platform(),
                      Optional.empty(),
                      each.id(),
                      each.region(),
                      each.sourceImage(),
                      each.labels(),
                      finished))
          .toList();
    }
  }

  /** An image of layers in the content store. */
  record Image(
      ContentStore store,
      PreparedUnit unit,
      LayeredSource.Origin origin,
      Evidence evidence,
      long modified)
      implements Target {
    @Override
    public Lineage lineage() {
      return origin.lineage();
    }

    @Override
    public LayerKey fingerprint(LayerKey last) {
      return ChainKeys.fingerprint(last, origin.config(), unit.destination().labels());
    }

    @Override
    public Written write(Ground.Made made) throws IOException, InterruptedException {
      List<Ground.MadeLayer> layers =
          made instanceof Ground.Made.Layers(List<Ground.MadeLayer> all) ? all : List.of();
      ImageAssembly assembly = new ImageAssembly(store, unit, modified);
      OciImage image = assembly.write(origin.config(), layers);
      return new Written(
          Optional.of(image.digest()),
          "",
          "",
          image.config().platform(),
          layers.stream()
              .map(
                  each ->
                      new BuildOutcome.BakedLayer(
                          each.summary(),
                          each.layer().descriptor().digest(),
                          each.layer().descriptor().size(),
                          each.reused()))
              .toList(),
          Optional.empty(),
          List.of(),
          Completion.ofImage(image.digest())
              .withSbom(
                  evidence
                      .billOfTree(image.digest().toString(), image.manifest().layers())
                      .digest()));
    }
  }

  /**
   * An image that its source makes from a machine.
   *
   * @param outputs the files it consists of, if any
   */
  record Machine(
      PreparedUnit unit, MachineSource.Origin origin, OutputFiles outputs, Evidence evidence)
      implements Target {
    @Override
    public Lineage lineage() {
      return origin.lineage();
    }

    @Override
    public LayerKey fingerprint(LayerKey last) {
      Optional<LayerKey> result =
          unit.source() instanceof MachineSource source ? source.resultKey() : Optional.empty();
      return ChainKeys.fingerprint(last, result, unit.destination().labels());
    }

    @Override
    public Written write(Ground.Made made) throws IOException, InterruptedException {
      return switch (made) {
        case Ground.Made.Layers _, Ground.Made.Nothing _ ->
            throw new IllegalStateException("a machine has no layers");
        case Ground.Made.Captured(MachineSource.Product.Outputs(Inventory found)) -> {
          Digest image = outputs.write().digest();
          yield new Written(
              Optional.of(image),
              "",
              "",
              origin.platform(),
              List.of(),
              Optional.empty(),
              List.of(),
              Completion.ofImage(image).withSbom(evidence.bill(image.toString(), found).digest()));
        }
        case Ground.Made.Captured(
                MachineSource.Product.Elsewhere(
                    String id,
                    String region,
                    Optional<Artifact> artifact,
                    List<MachineSource.CloudImage> images,
                    Inventory found)) ->
            new Written(
                Optional.empty(),
                id,
                region,
                origin.platform(),
                List.of(),
                artifact,
                images,
                Completion.elsewhere().withSbom(evidence.bill(id, found).digest()));
      };
    }
  }
}
