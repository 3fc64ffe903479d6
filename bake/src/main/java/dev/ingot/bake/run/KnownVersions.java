package dev.ingot.bake.run;

import dev.ingot.bake.layer.LayerKey;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionStatus;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.Manifest;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.util.Comparator;
import java.util.Optional;

/**
 * Existing versions of a bucket that make a bake unnecessary.
 *
 * @param inputs the metadata key for the inputs of a version whose fingerprint isn't derived from
 *     them
 */
record KnownVersions(Registry registry, String bucket, String inputs) {
  /** The newest complete version of these inputs; forced bakes may have added several. */
  Optional<Version> of(LayerKey fingerprint) {
    return registry.versions().in(bucket).stream()
        .filter(
            version ->
                version.fingerprint().equals(fingerprint.text())
                    || fingerprint.text().equals(version.metadata().get(inputs)))
        .filter(version -> version.status() == VersionStatus.ACTIVE)
        .filter(this::isWhole)
        .max(Comparator.comparingLong(Version::number));
  }

  /** The newest usable version of the bucket. */
  Optional<Version> newest() {
    return registry.versions().in(bucket).stream()
        .filter(version -> version.status() == VersionStatus.ACTIVE)
        .max(Comparator.comparingLong(Version::number));
  }

  /** Whether the image of a version is completely in the store. */
  boolean isWhole(Version version) {
    Optional<Digest> image = version.image();
    if (image.isEmpty()) {
      return version.builds().stream().anyMatch(build -> !build.externalId().isEmpty());
    }
    ContentStore store = registry.store();
    if (!store.has(image.get())) {
      return false;
    }
    try {
      Manifest manifest = OciImage.readManifest(store, image.get());
      return isStored(manifest.config()) && manifest.layers().stream().allMatch(this::isStored);
    } catch (RegistryException e) {
      // Damaged: it is baked again.
      return false;
    }
  }

  private boolean isStored(Descriptor part) {
    ContentStore store = registry.store();
    return store.has(part.digest()) && store.size(part.digest()) == part.size();
  }
}
