package dev.ingot.state.lock;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who holds which lock in memory, with a token that rises with each holder. */
public final class Holders<K> {
  private final Map<K, LockInfo> holders = new HashMap<>();
  private final Map<K, Long> tokens = new HashMap<>();

  /** Gives the token of a new holder. */
  public synchronized long acquire(K key, LockInfo info) {
    LockInfo holder = holders.putIfAbsent(key, info);
    if (holder != null) {
      throw LockConflict.locked("The state is locked.", holder);
    }
    return tokens.merge(key, 1L, Long::sum);
  }

  /** Takes a lock away from the holder with an id. */
  public synchronized void force(K key, String id) {
    if (!Optional.ofNullable(holders.get(key)).map(LockInfo::id).equals(Optional.of(id))) {
      throw new StateException("It is not locked under the ID " + id);
    }
    takeAway(key);
  }

  /** Takes a lock away from whoever holds it. */
  public synchronized void takeAway(K key) {
    tokens.merge(key, 1L, Long::sum);
    holders.remove(key);
  }

  /** The holder of a lock has died. */
  public synchronized void died(K key) {
    holders.remove(key);
  }

  /** All holders have died. */
  public synchronized void allDied() {
    holders.clear();
  }

  /** The token of the latest holder. */
  public synchronized long token(K key) {
    return tokens.getOrDefault(key, 0L);
  }

  /** Fails if there was another holder since. */
  public synchronized void verify(K key, long token) {
    if (token(key) != token) {
      throw new StateFencedException("The lock was taken away.");
    }
  }

  /** Ends a lock, unless somebody else holds it. */
  public synchronized void release(K key, LockInfo info) {
    holders.remove(key, info);
  }
}
