package dev.ingot.release.gate;

import dev.ingot.ledger.ResolvedImage;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.storage.Digest;
import java.util.Map;
import java.util.Optional;

/** Points channels back to the images of a release. */
public final class ChannelReturn {
  private ChannelReturn() {}

  /**
   * Assigns each channel the version the release had there; one whose version is gone or revoked is
   * left as it is.
   *
   * @param images by {@code bucket:channel}
   */
  public static void pointTo(
      Registry registry, Map<String, ResolvedImage> images, String actor, String reason) {
    images.forEach(
        (reference, image) -> {
          int colon = reference.lastIndexOf(':');
          String bucket = reference.substring(0, colon);
          String channel = reference.substring(colon + 1);
          Optional<Version> version =
              Digest.find(image.digest()).stream()
                  .flatMap(digest -> registry.versions().withDigest(digest).stream())
                  .filter(one -> one.bucket().equals(bucket) && one.usable())
                  .findFirst();
          Optional<Channel> current = registry.channels().find(bucket, channel);
          boolean moves =
              current.filter(one -> !one.managed()).flatMap(Channel::version).isPresent()
                  && version.isPresent()
                  && !current
                      .flatMap(Channel::version)
                      .map(Version::id)
                      .equals(version.map(Version::id));
          if (moves) {
            registry.channels().assign(bucket, channel, version.get().id(), actor, reason);
          }
        });
  }
}
