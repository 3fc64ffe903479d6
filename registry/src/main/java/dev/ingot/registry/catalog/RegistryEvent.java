package dev.ingot.registry.catalog;

import dev.ingot.ledger.Entry;
import dev.ingot.ledger.Payload;
import dev.ingot.storage.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A change of a registry, published once it is on disk. */
public sealed interface RegistryEvent {
  /** Who did it. */
  String actor();

  /** As a record for the ledger. */
  Entry entry();

  /** A bake began or was resumed. */
  record VersionBegun(String actor, Version version, boolean resumed) implements RegistryEvent {
    @Override
    public Entry entry() {
      return versionEntry(
          actor, "version.begun", version, Payload.builder().flag("resumed", resumed));
    }
  }

  /** A version became active. */
  record VersionCompleted(String actor, Version version) implements RegistryEvent {
    static final String KIND = "version.registered";

    @Override
    public Entry entry() {
      return versionEntry(
          actor, KIND, version, Payload.builder().texts("labels", version.labels()));
    }
  }

  /** A bake failed. */
  record VersionFailed(String actor, Version version) implements RegistryEvent {
    @Override
    public Entry entry() {
      return versionEntry(
          actor, "version.failed", version, Payload.builder().text("message", version.message()));
    }
  }

  /** A bake was cancelled. */
  record VersionCancelled(String actor, Version version) implements RegistryEvent {
    @Override
    public Entry entry() {
      return versionEntry(
          actor,
          "version.cancelled",
          version,
          Payload.builder().text("message", version.message()));
    }
  }

  /** A version was revoked. */
  record VersionRevoked(String actor, Version version, String message) implements RegistryEvent {
    static final String KIND = "version.revoked";

    @Override
    public Entry entry() {
      return versionEntry(actor, KIND, version, Payload.builder().text("message", message));
    }
  }

  /** A revoked version may be used again. */
  record VersionRestored(String actor, Version version) implements RegistryEvent {
    static final String KIND = "version.restored";

    @Override
    public Entry entry() {
      return versionEntry(actor, KIND, version, Payload.builder());
    }
  }

  /** A version is on its way out, or no longer. */
  record VersionStaged(String actor, Version version, String reason) implements RegistryEvent {
    static final String DEPRECATED = "version.deprecated";
    static final String DISABLED = "version.disabled";
    static final String REINSTATED = "version.reinstated";

    @Override
    public Entry entry() {
      String kind =
          switch (version.status()) {
            case DEPRECATED -> DEPRECATED;
            case DISABLED -> DISABLED;
            case ACTIVE, REVOKED, RUNNING, FAILED, CANCELLED -> REINSTATED;
          };
      return versionEntry(actor, kind, version, Payload.builder().text("reason", reason));
    }
  }

  /** A version was removed from the registry. */
  record VersionDeleted(String actor, Version version) implements RegistryEvent {
    static final String KIND = "version.deleted";

    @Override
    public Entry entry() {
      return versionEntry(actor, KIND, version, Payload.builder());
    }
  }

  /** A channel was moved. */
  record ChannelAssigned(
      String actor,
      String bucket,
      String channel,
      Optional<Version> from,
      Optional<Version> to,
      String reason,
      boolean rollback)
      implements RegistryEvent {
    static final String KIND = "channel.assigned";
    static final String ROLLED_BACK = "channel.rolled-back";

    @Override
    public Entry entry() {
      return new Entry(
          actor,
          rollback ? ROLLED_BACK : KIND,
          bucket + "@" + channel,
          Payload.builder()
              .text("from", from.map(Version::label).orElse(""))
              .text("to", to.map(Version::label).orElse(""))
              .text("digest", to.flatMap(Version::image).map(Digest::toString).orElse(""))
              .text("reason", reason)
              .build());
    }
  }

  /** A channel was removed. */
  record ChannelDeleted(String actor, String bucket, String channel) implements RegistryEvent {
    static final String KIND = "channel.deleted";

    @Override
    public Entry entry() {
      return new Entry(actor, KIND, bucket + "@" + channel);
    }
  }

  /** What the registry says of a version was confirmed, whatever was recorded before. */
  record VersionAccepted(String actor, Version version) implements RegistryEvent {
    static final String KIND = "version.accepted";

    @Override
    public Entry entry() {
      return versionEntry(
          actor, KIND, version, Payload.builder().text("status", version.status().name()));
    }
  }

  /** Where the registry says that a channel points was confirmed. */
  record ChannelAccepted(String actor, String bucket, String channel, Version version)
      implements RegistryEvent {
    static final String KIND = "channel.accepted";

    @Override
    public Entry entry() {
      return new Entry(
          actor,
          KIND,
          bucket + "@" + channel,
          Payload.builder()
              .text("to", version.label())
              .text("digest", version.image().map(Digest::toString).orElse(""))
              .build());
    }
  }

  /** Unreachable blobs were deleted. */
  record BlobsCollected(String actor, int count, long bytes) implements RegistryEvent {
    @Override
    public Entry entry() {
      return new Entry(
          actor,
          "blobs.collected",
          "",
          Payload.builder().number("count", count).number("bytes", bytes).build());
    }
  }

  private static Entry versionEntry(
      String actor, String kind, Version version, Payload.Builder details) {
    if (!version.elsewhere().isEmpty()) {
      Payload.Builder _ = details.text("elsewhere", elsewhere(version));
    }
    return new Entry(
        actor,
        kind,
        version.reference(),
        details
            .text("id", version.id())
            .text("fingerprint", version.fingerprint())
            .text("image", version.image().map(Digest::toString).orElse(""))
            .build());
  }

  /** What platforms of their own call the images of a version. */
  static String elsewhere(Version version) {
    List<String> ids = new ArrayList<>();
    for (Build build : version.elsewhere()) {
      ids.add(
          build.component()
              + " "
              + build.platform()
              + " "
              + build.region()
              + " "
              + build.externalId());
    }
    ids.sort(null);
    return String.join(", ", ids);
  }
}
