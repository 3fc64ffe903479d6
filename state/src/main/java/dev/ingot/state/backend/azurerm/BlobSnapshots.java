package dev.ingot.state.backend.azurerm;

import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.backend.Workspaces;
import dev.ingot.state.backend.azurerm.Blobs.Outcome;
import dev.ingot.state.backend.azurerm.Blobs.Properties;
import dev.ingot.state.backend.azurerm.Blobs.Stored;
import dev.ingot.state.remote.SnapshotConflict;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.state.session.SnapshotWrite;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A blob for each workspace, whose version is its entity tag. An empty one is there for a lease
 * only, and no state.
 */
final class BlobSnapshots implements SnapshotStore {
  private static final Duration INTERVAL = Duration.ofSeconds(20);
  private static final String READ = "read the state";
  private static final String WRITE = "write the state";

  private final Blobs blobs;
  private final BlobLocks locks;
  private final String key;
  private final boolean keeping;

  /**
   * @param keeping whether the state before is kept as a snapshot of the blob
   */
  BlobSnapshots(Blobs blobs, BlobLocks locks, String key, boolean keeping) {
    this.blobs = blobs;
    this.locks = locks;
    this.key = key;
    this.keeping = keeping;
  }

  /** The blob of a workspace. */
  static String key(String key, String workspace) {
    return workspace.equals(Workspaces.DEFAULT) ? key : key + "env:" + workspace;
  }

  @Override
  public String location(String workspace) {
    return blobs.container() + "/" + key(key, workspace);
  }

  @Override
  public Optional<Snapshot> read(String workspace) {
    return blobs
        .get(READ, key(key, workspace))
        .filter(blob -> blob.content().length > 0)
        .map(blob -> new Snapshot(blob.content(), blob.tag()));
  }

  @Override
  public Optional<byte[]> before(String workspace) {
    return Optional.empty();
  }

  @Override
  public Optional<String> version(String workspace) {
    return blobs
        .properties(READ, key(key, workspace))
        .filter(blob -> blob.size() > 0)
        .map(Properties::tag);
  }

  @Override
  public String write(String workspace, SnapshotWrite write) {
    String blob = key(key, workspace);
    Optional<Properties> before = blobs.properties(WRITE, blob);
    boolean expected =
        before.filter(each -> each.size() > 0).map(Properties::tag).equals(write.expected());
    if (!expected) {
      return writtenBefore(workspace, write);
    }
    // A lease ends with its blob; what is there without one was not locked by this process.
    Optional<String> lease = before.isPresent() ? locks.held(workspace) : Optional.empty();
    if (lease.isPresent() && before.filter(Properties::leased).isEmpty()) {
      throw lost(blob);
    }
    if (keeping && before.filter(each -> each.size() > 0).isPresent()) {
      Outcome _ = blobs.snapshot("keep the state before", blob, lease);
    }
    Map<String, String> metadata = before.map(Properties::metadata).orElse(Map.of());
    return switch (blobs.put(
        WRITE, blob, write.content(), metadata, before.map(Properties::tag), lease)) {
      case Outcome.Done(String tag) -> tag;
      case Outcome.Refused(String code) -> {
        if (code.startsWith("Lease")) {
          throw lease.isPresent()
              ? lost(blob)
              : new StateException(
                  "The state "
                      + location(workspace)
                      + " is locked by another program, and Azure lets nobody else write it."
                      + " Wait, or see who it is by locking it.");
        }
        yield writtenBefore(workspace, write);
      }
    };
  }

  private static StateFencedException lost(String blob) {
    return new StateFencedException(
        "The lock of the state "
            + blob
            + " was forced open or taken over while this process held it. Nothing was"
            + " overwritten.");
  }

  /** A write whose answer was lost was sent again: then it is there already. */
  private String writtenBefore(String workspace, SnapshotWrite write) {
    Optional<Stored> present = blobs.get(READ, key(key, workspace));
    return present
        .filter(blob -> Arrays.equals(blob.content(), write.content()))
        .map(Stored::tag)
        .orElseThrow(() -> SnapshotConflict.at(location(workspace)));
  }

  @Override
  public void delete(String workspace) {
    if (!blobs.delete("delete the state", key(key, workspace), locks.held(workspace))) {
      throw new StateException(
          "The state "
              + location(workspace)
              + " is locked by another program. Wait until it is done, or open the lock by \"ingot"
              + " force-unlock\".");
    }
  }

  @Override
  public List<String> workspaces() {
    String prefix = key + "env:";
    return blobs.keys("list the workspaces", prefix).stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .filter(name -> !name.isEmpty() && name.indexOf('/') < 0)
        .toList();
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(INTERVAL);
  }
}
