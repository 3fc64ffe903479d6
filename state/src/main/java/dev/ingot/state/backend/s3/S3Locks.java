package dev.ingot.state.backend.s3;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.s3.Bucket.Written;
import dev.ingot.state.lock.LockInfoJson;
import dev.ingot.state.remote.StoreLocks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A lock is an object beside the state that is written only where there is none ({@code
 * use_lockfile}), an item of a table ({@code dynamodb_table}), or both: the object first.
 */
final class S3Locks implements StoreLocks {
  private static final Duration CHECK = Duration.ofSeconds(30);
  private static final String LOCK = "lock the state";
  private static final String UNLOCK = "unlock the state";

  private final Bucket bucket;
  private final S3Snapshots snapshots;
  private final boolean lockFile;
  private final Optional<DynamoTable> table;

  S3Locks(Bucket bucket, S3Snapshots snapshots, boolean lockFile, Optional<DynamoTable> table) {
    this.bucket = bucket;
    this.snapshots = snapshots;
    this.lockFile = lockFile;
    this.table = table;
  }

  private String file(String workspace) {
    return snapshots.key(workspace) + ".tflock";
  }

  @Override
  public Attempt attempt(String workspace, LockInfo info) {
    try {
      if (lockFile && object(workspace, info) instanceof Attempt.Refused refused) {
        return refused;
      }
      if (table.isPresent() && item(workspace, info, table.get()) instanceof Attempt.Refused no) {
        if (lockFile) {
          release(workspace, info);
        }
        return no;
      }
      return new Attempt.Taken(info);
    } catch (StateException e) {
      try {
        release(workspace, info);
      } catch (StateException _) {
        // Nothing may be locked at all; who comes next is told.
      }
      throw e;
    }
  }

  private Attempt object(String workspace, LockInfo info) {
    return switch (bucket.put(
        LOCK, file(workspace), LockInfoJson.text(info), Map.of("If-None-Match", "*"))) {
      case Written.Done _ -> new Attempt.Taken(info);
      case Written.Refused(String problem) -> decided(info, problem, inObject(workspace));
      case Written.Unconditional _ ->
          throw new StateException(
              "The bucket "
                  + bucket.name()
                  + " is kept by a server that can't write an object only where there is none,"
                  + " which use_lockfile needs. Use dynamodb_table, or another server.");
    };
  }

  /** The answer of an attempt before this one may have been lost. */
  private static Attempt decided(LockInfo info, String problem, Optional<LockInfo> holder) {
    return isHeldBy(holder, info.id())
        ? new Attempt.Taken(info)
        : new Attempt.Refused(problem, holder);
  }

  private Attempt item(String workspace, LockInfo info, DynamoTable items) {
    Optional<String> problem =
        items.putFresh(
            LOCK,
            snapshots.location(workspace),
            "Info",
            new String(LockInfoJson.text(info), StandardCharsets.UTF_8));
    return problem.isEmpty()
        ? new Attempt.Taken(info)
        : decided(info, problem.get(), inItem(workspace, items));
  }

  private Optional<LockInfo> inObject(String workspace) {
    return bucket
        .get(LOCK, file(workspace))
        .flatMap(stored -> LockInfoJson.holder(stored.content()));
  }

  private Optional<LockInfo> inItem(String workspace, DynamoTable items) {
    return items
        .get(LOCK, snapshots.location(workspace), "Info")
        .flatMap(text -> LockInfoJson.holder(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean isHeldBy(Optional<LockInfo> holder, String id) {
    return holder.filter(known -> known.id().equals(id)).isPresent();
  }

  @Override
  public Standing standing(String workspace, LockInfo info) {
    boolean held =
        (!lockFile || isHeldBy(inObject(workspace), info.id()))
            && (table.isEmpty() || isHeldBy(inItem(workspace, table.get()), info.id()));
    return held ? Standing.HELD : Standing.LOST;
  }

  @Override
  public Optional<Duration> checkEvery() {
    return lockFile || table.isPresent() ? Optional.of(CHECK) : Optional.empty();
  }

  @Override
  public void release(String workspace, LockInfo info) {
    if (lockFile && isHeldBy(inObject(workspace), info.id())) {
      bucket.delete(UNLOCK, file(workspace));
    }
    if (table.isPresent() && isHeldBy(inItem(workspace, table.get()), info.id())) {
      table.get().delete(UNLOCK, snapshots.location(workspace));
    }
  }

  @Override
  public void force(String workspace, String id) {
    Optional<LockInfo> object = lockFile ? inObject(workspace) : Optional.empty();
    Optional<LockInfo> item = table.flatMap(items -> inItem(workspace, items));
    Optional<LockInfo> holder = object.or(() -> item);
    if (holder.isEmpty()) {
      throw new StateException(
          "The state "
              + snapshots.location(workspace)
              + " is not locked under the ID \""
              + id
              + "\", nor under another.");
    }
    if (!isHeldBy(object, id) && !isHeldBy(item, id)) {
      throw new StateException(
          "lock ID '" + id + "' does not match the existing lock ID '" + holder.get().id() + "'");
    }
    if (isHeldBy(object, id)) {
      bucket.delete(UNLOCK, file(workspace));
    }
    if (table.isPresent() && isHeldBy(item, id)) {
      table.get().delete(UNLOCK, snapshots.location(workspace));
    }
  }
}
