package dev.ingot.registry;

import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.util.List;
import java.util.Optional;

/**
 * A version as a person names it: {@code BUCKET:vN}, {@code BUCKET:CHANNEL}, {@code BUCKET} for the
 * newest one that is complete, or a digest.
 */
public final class VersionReference {
  private VersionReference() {}

  /**
   * Finds the version.
   *
   * @throws RegistryException if there is none, with what to do
   */
  public static Version find(Registry registry, String text) {
    Optional<Digest> digest = Digest.find(text);
    if (digest.isPresent()) {
      List<Version> versions = registry.versions().withDigest(digest.get());
      if (versions.isEmpty()) {
        throw missing("no version has the digest " + text);
      }
      return versions.getFirst();
    }
    int colon = text.lastIndexOf(':');
    String bucket = colon < 0 ? text : text.substring(0, colon);
    if (registry.bucket(bucket).isEmpty()) {
      throw missing("there is no bucket \"" + bucket + "\"");
    }
    if (colon < 0) {
      return registry.versions().in(bucket).stream()
          .filter(Version::usable)
          .findFirst()
          .orElseThrow(() -> missing("the bucket \"" + bucket + "\" has no complete version"));
    }
    String name = text.substring(colon + 1);
    return number(name)
        .flatMap(number -> registry.versions().find(bucket, number))
        .or(() -> registry.channels().find(bucket, name).flatMap(Channel::version))
        .orElseThrow(() -> missing("there is no version or channel " + text));
  }

  private static Optional<Long> number(String name) {
    return name.matches("v[1-9][0-9]{0,17}")
        ? Optional.of(Long.parseLong(name.substring(1)))
        : Optional.empty();
  }

  private static RegistryException missing(String what) {
    return new RegistryException(what + "; to list images: ingot images");
  }
}
