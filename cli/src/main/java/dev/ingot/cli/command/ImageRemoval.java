package dev.ingot.cli.command;

import dev.ingot.bake.layer.SnapshotCache;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.home.Home;
import dev.ingot.lang.DurationText;
import dev.ingot.ledger.Ledger;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ingot images delete} and {@code ingot images prune}. */
final class ImageRemoval {
  private static final Duration SPARED = Duration.ofHours(1);

  private ImageRemoval() {}

  /**
   * Deletes versions; their layers stay until they are pruned.
   *
   * @param references each as {@code BUCKET:vN}
   */
  static int delete(Invocation invocation, List<String> references) throws UsageException {
    if (references.isEmpty()) {
      throw new UsageException("images delete needs the versions to delete, each as BUCKET:vN");
    }
    Home home = new Home(invocation.home(), Clock.systemUTC());
    try (Ledger ledger = home.ledger();
        Registry registry = home.registry(ledger)) {
      List<Version> versions = new ArrayList<>();
      for (String reference : references) {
        versions.add(version(registry, reference));
      }
      for (Version version : versions) {
        registry.versions().delete(version.id(), Home.actor(invocation.environment()));
        invocation.terminal().line("deleted " + version.reference());
      }
      invocation.terminal().line("To free unused layers: ingot images prune");
      return ExitCode.OK;
    }
  }

  private static Version version(Registry registry, String reference) throws UsageException {
    int colon = reference.lastIndexOf(":v");
    try {
      if (colon > 0) {
        String bucket = reference.substring(0, colon);
        long number = Long.parseLong(reference.substring(colon + 2));
        return registry
            .versions()
            .find(bucket, number)
            .orElseThrow(
                () ->
                    new RegistryException(
                        "there is no version " + reference + "; to list versions: ingot images"));
      }
    } catch (NumberFormatException e) {
      throw new UsageException("a version is named as BUCKET:vN, not \"" + reference + "\"");
    }
    throw new UsageException("a version is named as BUCKET:vN, not \"" + reference + "\"");
  }

  /** Deletes unreferenced blobs, and the step cache if requested. */
  static int prune(Invocation invocation) throws UsageException, IOException {
    Duration olderThan = SPARED;
    Optional<String> given = invocation.given().text("older-than");
    if (given.isPresent()) {
      olderThan =
          DurationText.parse(given.get())
              .orElseThrow(
                  () ->
                      new UsageException(
                          "-older-than takes a duration such as 30m or 12h, not \""
                              + given.get()
                              + "\""));
    }
    Home home = new Home(invocation.home(), Clock.systemUTC());
    try (Ledger ledger = home.ledger();
        Registry registry = home.registry(ledger)) {
      SnapshotCache cache = new SnapshotCache(home.folder().resolve("cache"), registry.store());
      if (invocation.given().on("cache")) {
        invocation.terminal().line("removed " + cache.clear() + " cached steps");
      }
      List<Digest> deleted =
          registry.collect(cache.layers(), olderThan, Home.actor(invocation.environment()));
      invocation.terminal().line("deleted " + deleted.size() + " unused blobs");
      return ExitCode.OK;
    }
  }
}
