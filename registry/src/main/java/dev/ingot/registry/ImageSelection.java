package dev.ingot.registry;

import dev.ingot.registry.catalog.Bucket;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionStatus;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Resolves references to images: a channel, a version number or a digest. Channels can be pinned to
 * the digests of an earlier release.
 */
public final class ImageSelection {
  private final Registry registry;
  private final Map<String, String> held;

  /**
   * References to the images of a registry.
   *
   * @param held digests by {@code bucket:channel}, which override what the channels point to
   */
  public ImageSelection(Registry registry, Map<String, String> held) {
    this.registry = registry;
    this.held = Map.copyOf(held);
  }

  /** A reference that can't be resolved: why, and what to do. */
  public static final class UnresolvedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String summary;
    private final String attribute;

    UnresolvedException(String summary, String detail, String attribute) {
      super(detail);
      this.summary = summary;
      this.attribute = attribute;
    }

    /** What is wrong, in a few words. */
    public String summary() {
      return summary;
    }

    /** The attribute that is wrong; may be empty. */
    public String attribute() {
      return attribute;
    }
  }

  /**
   * Resolves a machine's {@code image} to a digest: it is a digest or {@code bucket:channel-or-vN}.
   */
  public String digest(String reference) throws UnresolvedException {
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
    return version
        .image()
        .map(Digest::toString)
        .orElseThrow(
            () ->
                new UnresolvedException(
                    "Not an image of this host",
                    version.reference()
                        + " is an image of "
                        + version.elsewhere().getFirst().platform()
                        + ", which runs there only.",
                    "image"));
  }

  /** The version a channel points at. */
  public Version channel(String bucket, String name) throws UnresolvedException {
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
    Optional<Digest> parsed = Digest.find(digest);
    // What a release used is known by its digest, and an image of a cloud by its number.
    Stream<Version> found =
        parsed.isPresent()
            ? registry.versions().withDigest(parsed.get()).stream()
            : number(digest).flatMap(known -> registry.versions().find(bucket, known)).stream();
    return found
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
  public Version version(String bucket, String label) throws UnresolvedException {
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

  /**
   * One of the images of a version.
   *
   * @param id the digest, or what its own platform calls it
   * @param digest of its manifest, where there is one
   * @param platform such as {@code linux/amd64} or {@code aws}
   * @param region may be empty
   * @param sourceImage the image it was made from, as its own platform calls it; may be empty
   * @param labels of the version and the image
   */
  public record Part(
      String id,
      Optional<Digest> digest,
      String platform,
      String region,
      String sourceImage,
      Map<String, String> labels) {
    public Part {
      labels = Map.copyOf(labels);
    }
  }

  /**
   * The image of a version for a platform and region.
   *
   * @throws UnresolvedException if there is none, or several
   */
  public Part part(Version version, Optional<String> platform, Optional<String> region)
      throws UnresolvedException {
    List<Part> parts = new ArrayList<>();
    for (Build build : version.builds()) {
      Map<String, String> labels = new TreeMap<>(version.labels());
      labels.putAll(build.labels());
      boolean chosen =
          platform.map(build.platform()::equals).orElse(true)
              && region.map(build.region()::equals).orElse(true);
      if (chosen) {
        parts.add(
            new Part(
                build.image().map(Digest::toString).orElse(build.externalId()),
                build.image(),
                build.platform(),
                build.region(),
                build.sourceImage(),
                labels));
      }
    }
    if (parts.isEmpty() && platform.isEmpty() && region.isEmpty() && version.image().isPresent()) {
      return new Part(
          version.image().get().toString(), version.image(), "", "", "", version.labels());
    }
    if (parts.size() == 1
        || (!parts.isEmpty() && parts.stream().map(Part::id).distinct().count() == 1)) {
      return parts.getFirst();
    }
    String what =
        listed(
            "its images are",
            version.builds().stream()
                .map(build -> (build.platform() + " " + build.region()).strip())
                .distinct());
    throw parts.isEmpty()
        ? new UnresolvedException(
            "Image not found",
            version.reference()
                + " has no image for "
                + Stream.of(platform, region)
                    .flatMap(Optional::stream)
                    .reduce((a, b) -> a + " " + b)
                    .orElse("any platform")
                + "; "
                + what
                + ".",
            region.isPresent() ? "region" : "platform")
        : new UnresolvedException(
            "Several images",
            version.reference()
                + " has several images; "
                + what
                + ". Set platform and region to choose one.",
            region.isPresent() ? "platform" : "region");
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
    if (version.status() == VersionStatus.DISABLED) {
      throw new UnresolvedException(
          "Version retired",
          version.reference()
              + " is disabled, since nothing used it any more. Use a newer version; to use this one"
              + " all the same, bake its template again.",
          attribute);
    }
    if ((version.image().isEmpty() && version.elsewhere().isEmpty()) || !version.usable()) {
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
