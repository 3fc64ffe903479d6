package dev.ingot.release;

import dev.ingot.ledger.Release;
import dev.ingot.ledger.ResolvedImage;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.OciTransfer;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether machines can still be made from the images of a release. */
record UsableImages(Registry registry) {
  /** Why not; empty if they can. */
  Optional<String> problem(Release release) {
    for (Map.Entry<String, ResolvedImage> image : release.images().entrySet()) {
      String bucket = image.getKey().substring(0, image.getKey().lastIndexOf(':'));
      List<Version> versions =
          Digest.find(image.getValue().digest()).stream()
              .flatMap(digest -> registry.versions().withDigest(digest).stream())
              .filter(version -> version.bucket().equals(bucket))
              .toList();
      if (versions.stream().noneMatch(Version::usable)) {
        return Optional.of(
            "Release "
                + release.id().number()
                + " can't be deployed again: its image "
                + bucket
                + ":"
                + image.getValue().version()
                + " ("
                + image.getValue().digest()
                + ") "
                + versions.stream()
                    .flatMap(version -> version.revocation().stream())
                    .findFirst()
                    .map(revocation -> "was revoked: " + revocation.message())
                    .orElse("is no longer in the registry")
                + ". Nothing was changed. To choose another release: ingot history, ingot rollback"
                + " -to NUMBER.");
      }
    }
    return Optional.empty();
  }

  /** What of their content isn't there any more; empty if all of it is. */
  Optional<String> missing(Release release) {
    for (Map.Entry<String, ResolvedImage> image : release.images().entrySet()) {
      Optional<Digest> digest = Digest.find(image.getValue().digest());
      if (digest.isPresent() && !isWhole(digest.get())) {
        return Optional.of(
            "Release "
                + release.id().number()
                + " can't be deployed again: content of its image "
                + image.getKey()
                + " ("
                + digest.get()
                + ") is gone from "
                + registry.store().root()
                + ". Nothing was changed. Restore that folder from a backup, or bake the image"
                + " again: ingot up.");
      }
    }
    return Optional.empty();
  }

  private boolean isWhole(Digest image) {
    ContentStore store = registry.store();
    try {
      return store.has(image)
          && OciTransfer.closure(store, OciImage.describe(store, image)).stream()
              .allMatch(store::has);
    } catch (RegistryException e) {
      // A part that says what the others are is damaged or missing.
      return false;
    }
  }
}
