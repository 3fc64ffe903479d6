package dev.ingot.state.backend.azurerm;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.azurerm.Blobs.Outcome;
import dev.ingot.state.backend.azurerm.Blobs.Properties;
import dev.ingot.state.lock.LockInfoJson;
import dev.ingot.state.remote.StoreLocks;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock is a lease of the state's blob without an end, whose id is that of the lock; who holds it
 * stands in the blob's metadata. A blob that isn't there is made, empty.
 */
final class BlobLocks implements StoreLocks {
  private static final Duration CHECK = Duration.ofSeconds(30);
  private static final String LOCK = "lock the state";
  private static final String UNLOCK = "unlock the state";
  private static final String HOLDER = "terraformlockid";

  private final Blobs blobs;
  private final String key;

  /** The leases of this process, by workspace. */
  private final Map<String, String> leases = new ConcurrentHashMap<>();

  BlobLocks(Blobs blobs, String key) {
    this.blobs = blobs;
    this.key = key;
  }

  /** The lease this process holds. */
  Optional<String> held(String workspace) {
    return Optional.ofNullable(leases.get(workspace));
  }

  private String blob(String workspace) {
    return BlobSnapshots.key(key, workspace);
  }

  @Override
  public Attempt attempt(String workspace, LockInfo info) {
    try {
      String blob = blob(workspace);
      Optional<Properties> present = blobs.properties(LOCK, blob);
      if (present.isEmpty()) {
        // Whoever made it meanwhile is found out by the lease.
        Outcome _ =
            blobs.put(LOCK, blob, new byte[0], Map.of(), Optional.empty(), Optional.empty());
      }
      if (blobs.lease(LOCK, blob, info.id()) instanceof Outcome.Refused(String code)) {
        return new Attempt.Refused(
            "state blob is already locked (" + code + ")",
            blobs.properties(LOCK, blob).flatMap(BlobLocks::holder));
      }
      Map<String, String> metadata =
          new TreeMap<>(blobs.properties(LOCK, blob).map(Properties::metadata).orElse(Map.of()));
      metadata.put(HOLDER, Base64.getEncoder().encodeToString(LockInfoJson.text(info)));
      if (blobs.describe(LOCK, blob, metadata, Optional.of(info.id()))
          instanceof Outcome.Refused(String code)) {
        throw new StateException(
            "Can't lock the state: its lease was taken away at once (" + code + ").");
      }
      leases.put(workspace, info.id());
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

  private static Optional<LockInfo> holder(Properties blob) {
    try {
      return Optional.ofNullable(blob.metadata().get(HOLDER))
          .flatMap(text -> LockInfoJson.holder(Base64.getDecoder().decode(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  @Override
  public Standing standing(String workspace, LockInfo info) {
    Optional<Properties> blob = blobs.properties(LOCK, blob(workspace));
    boolean held =
        blob.filter(Properties::leased)
            .flatMap(BlobLocks::holder)
            .filter(holder -> holder.id().equals(info.id()))
            .isPresent();
    return held ? Standing.HELD : Standing.LOST;
  }

  @Override
  public Optional<Duration> checkEvery() {
    return Optional.of(CHECK);
  }

  /** The metadata first: without the lease it could be that of the next holder. */
  @Override
  public void release(String workspace, LockInfo info) {
    String lease = Optional.ofNullable(leases.remove(workspace)).orElse(info.id());
    Optional<Properties> blob = blobs.properties(UNLOCK, blob(workspace));
    if (blob.filter(Properties::leased).isEmpty()) {
      return;
    }
    boolean named =
        blob.flatMap(BlobLocks::holder).filter(holder -> holder.id().equals(lease)).isPresent();
    Outcome described = named ? forget(workspace, blob.get(), lease) : new Outcome.Done("");
    if (described instanceof Outcome.Done) {
      Outcome _ = blobs.release(UNLOCK, blob(workspace), lease);
    }
  }

  private Outcome forget(String workspace, Properties blob, String lease) {
    Map<String, String> metadata = new TreeMap<>(blob.metadata());
    metadata.remove(HOLDER);
    return blobs.describe(UNLOCK, blob(workspace), metadata, Optional.of(lease));
  }

  @Override
  public void force(String workspace, String id) {
    Optional<Properties> blob =
        blobs.properties(UNLOCK, blob(workspace)).filter(Properties::leased);
    if (blob.isEmpty()) {
      throw new StateException(
          "The state "
              + blobs.container()
              + "/"
              + blob(workspace)
              + " is not locked under the ID \""
              + id
              + "\", nor under another.");
    }
    Optional<String> holder = blob.flatMap(BlobLocks::holder).map(LockInfo::id);
    if (holder.filter(known -> !known.equals(id)).isPresent()) {
      throw new StateException(
          "lock ID \"" + id + "\" does not match the existing lock ID \"" + holder.get() + "\"");
    }
    Outcome described =
        holder.isPresent() ? forget(workspace, blob.get(), id) : new Outcome.Done("");
    if (described instanceof Outcome.Refused
        || blobs.release(UNLOCK, blob(workspace), id) instanceof Outcome.Refused) {
      throw new StateException(
          "The lease of "
              + blobs.container()
              + "/"
              + blob(workspace)
              + " is not \""
              + id
              + "\": another program than Terraform or Ingot has taken it. \"az storage blob lease"
              + " break\" ends it.");
    }
  }
}
