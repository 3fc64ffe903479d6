package dev.ingot.release;

import dev.ingot.ledger.Release;
import dev.ingot.ledger.ResolvedImage;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Version;
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
}
