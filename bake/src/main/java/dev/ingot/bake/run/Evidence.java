package dev.ingot.bake.run;

import dev.ingot.bake.chain.PreparedUnit;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.MediaTypes;
import dev.ingot.registry.evidence.Component;
import dev.ingot.registry.evidence.Provenance;
import dev.ingot.registry.evidence.Sbom;
import dev.ingot.registry.inventory.Inventory;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The documents about an image.
 *
 * @param memory what was found in layers before
 * @param template the digests of the template's files
 * @param began when the bake began
 */
record Evidence(
    ContentStore store,
    PreparedUnit unit,
    Inventory.Memory memory,
    Map<String, Digest> template,
    Bake.Options options,
    Instant began) {
  /** Types of packages that are only ever found in an image's files. */
  private static final List<String> READ = List.of("apk", "rpm", "maven", "npm", "pypi", "golang");

  /** The bill of materials of an image of layers. */
  Descriptor billOfTree(String artifact, List<Descriptor> layers)
      throws IOException, InterruptedException {
    return bill(artifact, Inventory.read(store, layers, memory));
  }

  /** What was found in the files of the base counts no more: a step may have removed it. */
  private static boolean isSuperseded(Component known, Inventory inventory) {
    return known.type().equals("operating-system")
        || READ.stream().anyMatch(type -> known.purl().startsWith("pkg:" + type + "/"))
        || (known.purl().startsWith("pkg:deb/") && inventory.has("deb"));
  }

  /** The bill of materials of what was found in an image, and what its source knows of its base. */
  Descriptor bill(String artifact, Inventory found) throws IOException, InterruptedException {
    List<Component> components = new ArrayList<>(found.components());
    for (Component known : unit.source().components()) {
      if (!isSuperseded(known, found)) {
        components.add(known);
      }
    }
    return new Sbom(
            unit.destination().bucket(),
            artifact,
            Instant.ofEpochSecond(options.modified()),
            components,
            found.notes())
        .write(store);
  }

  /** With the statement on how the image was made; images of clouds have no digest to state. */
  Completion proved(
      Target.Written written, Lineage lineage, LayerKey fingerprint, Instant finished) {
    if (written.image().isEmpty()) {
      return written.completion();
    }
    Provenance provenance =
        new Provenance(
            unit.destination().bucket(),
            written.image().get(),
            template,
            unit.identity().source(),
            unit.identity().name(),
            fingerprint.text(),
            lineage.baseDigest(),
            written.layers().stream()
                .map(layer -> new Provenance.Step(layer.summary(), layer.digest()))
                .toList(),
            options.actor(),
            options.runId(),
            began,
            finished);
    return written.completion().withProvenance(provenance.write(store).digest());
  }

  /** Those of a version that are in a store. */
  static List<Descriptor> stored(
      ContentStore store, Optional<Digest> sbom, Optional<Digest> provenance) {
    return Stream.concat(
            sbom.map(digest -> new Descriptor(MediaTypes.CYCLONEDX, digest, 0)).stream(),
            provenance.map(digest -> new Descriptor(Provenance.MEDIA_TYPE, digest, 0)).stream())
        .filter(document -> store.has(document.digest()))
        .map(
            document ->
                new Descriptor(
                    document.mediaType(), document.digest(), store.size(document.digest())))
        .toList();
  }
}
