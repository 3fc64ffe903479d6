package dev.ingot.cli.up;

import dev.ingot.ledger.ResolvedImage;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.storage.Digest;
import java.util.Map;
import java.util.Optional;

/** Lets channels point to the images of a release. */
final class Channels {
  private Channels() {}

  /**
   * Assigns each channel the version the release had there; one whose version is gone or revoked is
   * left as it is.
   *
   * @param images by {@code bucket:channel}
   */
  static void pointTo(Site site, Map<String, ResolvedImage> images, String reason) {
    Registry registry = site.registry();
    images.forEach(
        (reference, image) -> {
          int colon = reference.lastIndexOf(':');
          String bucket = reference.substring(0, colon);
          String channel = reference.substring(colon + 1);
          Optional<Version> version =
              Digest.find(image.digest()).stream()
                  .flatMap(digest -> registry.findByDigest(digest).stream())
                  .filter(one -> one.bucket().equals(bucket) && one.usable())
                  .findFirst();
          Optional<Channel> current = registry.channel(bucket, channel);
          boolean moves =
              current.filter(one -> !one.managed()).flatMap(Channel::version).isPresent()
                  && version.isPresent()
                  && !current
                      .flatMap(Channel::version)
                      .map(Version::id)
                      .equals(version.map(Version::id));
          if (moves) {
            registry.assign(bucket, channel, version.get().id(), site.actor(), reason);
          }
        });
  }
}
