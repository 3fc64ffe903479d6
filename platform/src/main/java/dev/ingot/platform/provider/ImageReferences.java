package dev.ingot.platform.provider;

import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Bucket;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Resolves references to images: a channel, a version number or a digest. Channels can be pinned to
 * the digests of an earlier release.
 */
final class ImageReferences {
  private final Registry registry;
  private final Map<String, String> held;

  /**
   * References to the images of a registry.
   *
   * @param held digests by {@code bucket:channel}, which override what the channels point to
   */
  ImageReferences(Registry registry, Map<String, String> held) {
    this.registry = registry;
    this.held = Map.copyOf(held);
  }

  /** A reference that can't be resolved: why, and what to do. */
  static final class UnresolvedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String summary;
    private final String attribute;

    UnresolvedException(String summary, String detail, String attribute) {
      super(detail);
      this.summary = summary;
      this.attribute = attribute;
    }

    String summary() {
      return summary;
    }

    String attribute() {
      return attribute;
    }
  }

  /**
   * Resolves a machine's {@code image} to a digest: it is a digest or {@code bucket:channel-or-vN}.
   */
  String digest(String reference) throws UnresolvedException {
    if (Digest.find(reference).isPresent()) {
      return reference;
    }
    int colon = reference.indexOf(':');
    if (colon <= 0 || colon == reference.length() - 1) {
      throw new UnresolvedException(
          "Invalid image",
          "\""
              + reference
              + "\" does not name an image. Give its digest (as data \"ingot_image\" has it), or"
              + " BUCKET:CHANNEL, or BUCKET:vN.",
          "image");
    }
    String bucket = reference.substring(0, colon);
    String name = reference.substring(colon + 1);
    Version version = number(name).isPresent() ? version(bucket, name) : channel(bucket, name);
    return version.image().map(Digest::toString).orElseThrow(() -> unfinished(version));
  }

  /** The version a channel points at. */
  Version channel(String bucket, String name) throws UnresolvedException {
    try {
      requireBucket(bucket);
      String fixed = held.get(bucket + ":" + name);
      if (fixed != null) {
        return held(bucket, name, fixed);
      }
      Optional<Channel> channel = registry.channels().find(bucket, name);
      if (channel.isEmpty()) {
        throw new UnresolvedException(
            "Channel not found",
            "The bucket \""
                + bucket
                + "\" has no channel \""
                + name
                + "\"; "
                + listed(
                    "its channels are", registry.channels().in(bucket).stream().map(Channel::name))
                + ". A version gets into a channel when it is promoted: "
                + promoted(bucket, name),
            "channel");
      }
      Version version =
          channel
              .get()
              .version()
              .orElseThrow(
                  () ->
                      new UnresolvedException(
                          "Empty channel",
                          "The channel \""
                              + name
                              + "\" of the bucket \""
                              + bucket
                              + "\" points to no version yet. Promote one to it: "
                              + promoted(bucket, name),
                          "channel"));
      Channel _ = registry.records().require(channel.get());
      return usable(version, "channel");
    } catch (RegistryException e) {
      throw unreadable(e);
    }
  }

  private static String promoted(String bucket, String channel) {
    return "\"ingot up\" bakes one and does so where a file *.ingot.hcl beside the template has"
        + " promote \""
        + channel
        + "\" { bucket = \""
        + bucket
        + "\" }.";
  }

  private Version held(String bucket, String name, String digest) throws UnresolvedException {
    return Digest.find(digest).stream()
        .flatMap(parsed -> registry.versions().withDigest(parsed).stream())
        .filter(version -> version.bucket().equals(bucket))
        .findFirst()
        .map(registry.records()::require)
        .orElseThrow(
            () ->
                new UnresolvedException(
                    "Image not found",
                    "The release used "
                        + bucket
                        + ":"
                        + name
                        + " at "
                        + digest
                        + ", which is no longer in the registry. Choose a later release.",
                    "channel"));
  }

  /** The version with a number, as {@code v3} or {@code 3}. */
  Version version(String bucket, String label) throws UnresolvedException {
    try {
      requireBucket(bucket);
      Optional<Version> version =
          number(label).flatMap(number -> registry.versions().find(bucket, number));
      if (version.isEmpty()) {
        throw new UnresolvedException(
            "Version not found",
            "The bucket \""
                + bucket
                + "\" has no version \""
                + label
                + "\"; "
                + listed(
                    "its versions are",
                    registry.versions().in(bucket).stream().limit(10).map(Version::label))
                + ".",
            "version");
      }
      return usable(registry.records().require(version.get()), "version");
    } catch (RegistryException e) {
      throw unreadable(e);
    }
  }

  private static Optional<Long> number(String label) {
    String digits = label.startsWith("v") ? label.substring(1) : label;
    boolean whole =
        !digits.isEmpty()
            && digits.length() < 10
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return whole ? Optional.of(Long.parseLong(digits)) : Optional.empty();
  }

  private void requireBucket(String bucket) throws UnresolvedException {
    if (registry.bucket(bucket).isEmpty()) {
      List<Bucket> buckets = registry.buckets();
      throw new UnresolvedException(
          "Bucket not found",
          "The registry has no bucket \""
              + bucket
              + "\"; "
              + listed("its buckets are", buckets.stream().map(Bucket::name))
              + ". Bake the image first: \"ingot build\" or \"ingot up\".",
          "bucket");
    }
  }

  private static Version usable(Version version, String attribute) throws UnresolvedException {
    if (version.revocation().isPresent()) {
      throw new UnresolvedException(
          "Version revoked",
          version.reference()
              + " was revoked: "
              + version.revocation().get().message()
              + ". Use another version, or restore this one.",
          attribute);
    }
    if (version.image().isEmpty() || !version.usable()) {
      throw unfinished(version);
    }
    return version;
  }

  private static UnresolvedException unfinished(Version version) {
    return new UnresolvedException(
        "Version without an image",
        version.reference()
            + " has no image: its bake is not complete. Bake it again with \"ingot build\".",
        "version");
  }

  private static UnresolvedException unreadable(RegistryException e) {
    return new UnresolvedException("Can't read the registry", String.valueOf(e.getMessage()), "");
  }

  private static String listed(String what, java.util.stream.Stream<String> names) {
    String list = String.join(", ", names.toList());
    return list.isEmpty() ? "there are none yet" : what + " " + list;
  }
}
