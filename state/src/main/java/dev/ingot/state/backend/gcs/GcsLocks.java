package dev.ingot.state.backend.gcs;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.gcs.GcsBucket.Encryption;
import dev.ingot.state.backend.gcs.GcsBucket.Stored;
import dev.ingot.state.lock.LockInfoJson;
import dev.ingot.state.remote.StoreLocks;
import java.time.Duration;
import java.util.Optional;

/**
 * A lock is an object {@code WORKSPACE.tflock} that is written only where there is none. Its ID is
 * its generation, which the store gives; the ID in its content means nothing to other programs.
 */
final class GcsLocks implements StoreLocks {
  private static final Duration CHECK = Duration.ofSeconds(30);
  private static final String LOCK = "lock the state";
  private static final String UNLOCK = "unlock the state";

  private final GcsBucket bucket;

  private final GcsSnapshots snapshots;

  GcsLocks(GcsBucket bucket, GcsSnapshots snapshots) {
    this.bucket = bucket;
    this.snapshots = snapshots;
  }

  private static LockInfo with(LockInfo info, String id, String path) {
    return new LockInfo(
        id, info.operation(), info.info(), info.who(), info.version(), info.created(), path);
  }

  @Override
  public Attempt attempt(String workspace, LockInfo info) {
    String path = snapshots.lockLocation(workspace);
    LockInfo written = with(info, info.id(), path);
    try {
      Optional<String> generation =
          bucket.put(
              LOCK, snapshots.lockKey(workspace), LockInfoJson.text(written), "0", Encryption.NONE);
      return generation.isPresent()
          ? new Attempt.Taken(with(written, generation.get(), path))
          : refused(workspace, written);
    } catch (StateException e) {
      undo(workspace, written);
      throw e;
    }
  }

  private Attempt refused(String workspace, LockInfo own) {
    String problem =
        "writing \""
            + snapshots.lockLocation(workspace)
            + "\" failed: googleapi: Error 412: Precondition failed, conditionNotMet";
    Optional<Stored> present = bucket.get(LOCK, snapshots.lockKey(workspace), Encryption.NONE);
    Optional<LockInfo> holder = present.flatMap(object -> LockInfoJson.holder(object.content()));
    if (present.isPresent() && holder.filter(info -> info.id().equals(own.id())).isPresent()) {
      // The answer of an attempt before this one was lost.
      return new Attempt.Taken(with(own, present.get().generation(), own.path()));
    }
    return new Attempt.Refused(
        problem, holder.map(info -> with(info, present.orElseThrow().generation(), info.path())));
  }

  /** What an attempt without an answer may have left. */
  private void undo(String workspace, LockInfo own) {
    try {
      Optional<Stored> present = bucket.get(UNLOCK, snapshots.lockKey(workspace), Encryption.NONE);
      if (present
          .flatMap(object -> LockInfoJson.holder(object.content()))
          .filter(info -> info.id().equals(own.id()))
          .isPresent()) {
        boolean _ =
            bucket.delete(UNLOCK, snapshots.lockKey(workspace), present.map(Stored::generation));
      }
    } catch (StateException _) {
      // Nothing may be locked at all; who comes next is told.
    }
  }

  @Override
  public Standing standing(String workspace, LockInfo info) {
    return bucket.generation(LOCK, snapshots.lockKey(workspace)).equals(Optional.of(info.id()))
        ? Standing.HELD
        : Standing.LOST;
  }

  @Override
  public Optional<Duration> checkEvery() {
    return Optional.of(CHECK);
  }

  @Override
  public void release(String workspace, LockInfo info) {
    boolean _ = bucket.delete(UNLOCK, snapshots.lockKey(workspace), Optional.of(info.id()));
  }

  @Override
  public void force(String workspace, String id) {
    Optional<String> held = bucket.generation(UNLOCK, snapshots.lockKey(workspace));
    if (held.isEmpty()) {
      throw new StateException(
          "The state "
              + snapshots.location(workspace)
              + " is not locked under the ID \""
              + id
              + "\", nor under another.");
    }
    if (!held.get().equals(id) || !bucket.delete(UNLOCK, snapshots.lockKey(workspace), held)) {
      throw new StateException(
          "lock ID \""
              + id
              + "\" does not match the existing lock ID \""
              + held.get()
              + "\", the generation of "
              + snapshots.lockLocation(workspace)
              + ".");
    }
  }
}
