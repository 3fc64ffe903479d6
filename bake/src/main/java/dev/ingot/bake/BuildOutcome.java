package dev.ingot.bake;

import dev.ingot.lang.Diagnostic;
import dev.ingot.registry.catalog.Version;
import dev.ingot.storage.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a build ended. */
public sealed interface BuildOutcome {
  /** The build. */
  BuildIdentity build();

  /** A version with this fingerprint existed; nothing was baked. */
  record Unchanged(BuildIdentity build, Version version, Duration took) implements BuildOutcome {}

  /**
   * A new version was baked.
   *
   * @param image the digest of its manifest; empty when the image is elsewhere
   * @param layers the lowest first
   * @param resumed whether an earlier bake of it died or failed
   */
  record Baked(
      BuildIdentity build,
      Version version,
      Optional<Digest> image,
      List<BakedLayer> layers,
      boolean resumed,
      Duration took)
      implements BuildOutcome {
    public Baked {
      layers = List.copyOf(layers);
    }
  }

  /** Its steps ran on a machine that was there before; no image was made. */
  record Provisioned(BuildIdentity build, Duration took) implements BuildOutcome {}

  /** It failed; only the failure was registered. */
  record Failed(BuildIdentity build, List<Diagnostic> diagnostics, Duration took)
      implements BuildOutcome {
    public Failed {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** It was cancelled. */
  record Cancelled(BuildIdentity build, Duration took) implements BuildOutcome {}

  /**
   * A layer of an image.
   *
   * @param summary the step that made it
   * @param size of the compressed layer in bytes
   * @param reused whether it existed already
   */
  record BakedLayer(String summary, Digest digest, long size, boolean reused) {}

  /** The usable version, if there is one. */
  default Optional<Version> usable() {
    return switch (this) {
      case Unchanged unchanged -> Optional.of(unchanged.version());
      case Baked baked -> Optional.of(baked.version());
      case Provisioned _, Failed _, Cancelled _ -> Optional.empty();
    };
  }

  /** Whether it did what was asked for. */
  default boolean isSuccess() {
    return switch (this) {
      case Unchanged _, Baked _, Provisioned _ -> true;
      case Failed _, Cancelled _ -> false;
    };
  }
}
