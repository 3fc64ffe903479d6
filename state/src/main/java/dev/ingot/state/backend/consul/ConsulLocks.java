package dev.ingot.state.backend.consul;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.consul.ConsulKeys.Entry;
import dev.ingot.state.backend.consul.ConsulKeys.Held;
import dev.ingot.state.lock.LockInfoJson;
import dev.ingot.state.remote.StoreLocks;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock is a key that a session holds, and its ID is that of the session, which ends when it isn't
 * renewed. A session that ended while the network was away is replaced if nobody else has taken the
 * lock; whether the state is still the same is found out when it is written.
 */
final class ConsulLocks implements StoreLocks {
  private static final Duration RENEW = Duration.ofSeconds(5);
  private static final String LOCK = "lock the state";
  private static final String UNLOCK = "unlock the state";

  private final ConsulKeys keys;
  private final String path;

  /** The sessions of this process, by workspace. */
  private final Map<String, String> sessions = new ConcurrentHashMap<>();

  ConsulLocks(ConsulKeys keys, String path) {
    this.keys = keys;
    this.path = path;
  }

  /** The lock this process holds. */
  Optional<Held> held(String workspace) {
    return Optional.ofNullable(sessions.get(workspace))
        .map(session -> new Held(lock(workspace), session));
  }

  private String lock(String workspace) {
    return ConsulSnapshots.below(ConsulSnapshots.key(path, workspace)) + ".lock";
  }

  private String info(String workspace) {
    return ConsulSnapshots.below(ConsulSnapshots.key(path, workspace)) + ".lockinfo";
  }

  private LockInfo as(String session, String workspace, LockInfo info) {
    return new LockInfo(
        session,
        info.operation(),
        "consul session: " + session,
        info.who(),
        info.version(),
        info.created(),
        ConsulSnapshots.key(path, workspace));
  }

  @Override
  public Attempt attempt(String workspace, LockInfo info) {
    String session = keys.session(LOCK);
    try {
      if (!keys.acquire(LOCK, lock(workspace), session)) {
        Optional<LockInfo> holder = holder(workspace);
        end(session);
        return new Attempt.Refused(
            "the key " + lock(workspace) + " is held by another session of Consul", holder);
      }
      LockInfo taken = as(session, workspace, info);
      keys.put(LOCK, info(workspace), LockInfoJson.text(taken));
      sessions.put(workspace, session);
      return new Attempt.Taken(taken);
    } catch (StateException e) {
      end(session);
      throw e;
    }
  }

  private Optional<LockInfo> holder(String workspace) {
    return keys.get(LOCK, info(workspace)).flatMap(entry -> LockInfoJson.holder(entry.value()));
  }

  private void end(String session) {
    try {
      keys.end(UNLOCK, session);
    } catch (StateException _) {
      // It ends by itself within seconds.
    }
  }

  @Override
  public Standing standing(String workspace, LockInfo info) {
    String session = sessions.getOrDefault(workspace, info.id());
    boolean renewed = keys.renew(LOCK, session);
    Optional<String> holder = keys.get(LOCK, lock(workspace)).flatMap(Entry::session);
    if (renewed && holder.equals(Optional.of(session))) {
      return Standing.HELD;
    }
    // Whoever forces a lock open takes away who held it, too; a session that ended doesn't.
    boolean forced = holder(workspace).map(LockInfo::id).filter(session::equals).isEmpty();
    if (holder.isPresent() || forced) {
      return Standing.LOST;
    }
    if (attempt(workspace, info) instanceof Attempt.Refused) {
      throw new StateException(
          "The session in Consul that locks the state "
              + ConsulSnapshots.key(path, workspace)
              + " has ended. It is locked again when Consul lets it.");
    }
    return Standing.HELD;
  }

  @Override
  public Optional<Duration> checkEvery() {
    return Optional.of(RENEW);
  }

  @Override
  public void release(String workspace, LockInfo info) {
    String session = Optional.ofNullable(sessions.remove(workspace)).orElse(info.id());
    if (holder(workspace).map(LockInfo::id).filter(session::equals).isPresent()) {
      keys.delete(UNLOCK, info(workspace));
    }
    keys.release(UNLOCK, lock(workspace), session);
    Optional<Entry> left = keys.get(UNLOCK, lock(workspace));
    if (left.isPresent() && left.get().session().isEmpty()) {
      keys.delete(UNLOCK, lock(workspace), left.get().index());
    }
    end(session);
  }

  @Override
  public void force(String workspace, String id) {
    Optional<String> session = keys.get(UNLOCK, lock(workspace)).flatMap(Entry::session);
    Optional<String> named = holder(workspace).map(LockInfo::id);
    if (session.isEmpty() && named.isEmpty()) {
      throw new StateException(
          "The state "
              + ConsulSnapshots.key(path, workspace)
              + " is not locked under the ID \""
              + id
              + "\", nor under another.");
    }
    if (!session.or(() -> named).equals(Optional.of(id))) {
      throw new StateException(
          "lock ID \""
              + id
              + "\" does not match the existing lock ID \""
              + session.or(() -> named).orElseThrow()
              + "\"");
    }
    keys.delete(UNLOCK, info(workspace));
    keys.end(UNLOCK, id);
    keys.delete(UNLOCK, lock(workspace));
  }
}
