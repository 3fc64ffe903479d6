package dev.ingot.platform.host;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** A lock for each name, which exists only while it is held or waited for. */
public final class NamedLocks {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Counted> named = new HashMap<>();

  private static final class Counted {
    private final ReentrantLock lock = new ReentrantLock();
    private int users;
  }

  /** A held lock; closing releases it. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits for the lock of a name. */
  public Held hold(String name) throws InterruptedException {
    Counted counted = join(name);
    boolean held = false;
    try {
      counted.lock.lockInterruptibly();
      held = true;
      return () -> {
        counted.lock.unlock();
        leave(name, counted);
      };
    } finally {
      if (!held) {
        leave(name, counted);
      }
    }
  }

  /** How many names have a lock now. */
  int size() {
    lock.lock();
    try {
      return named.size();
    } finally {
      lock.unlock();
    }
  }

  private Counted join(String name) {
    lock.lock();
    try {
      Counted counted = named.computeIfAbsent(name, _ -> new Counted());
      counted.users++;
      return counted;
    } finally {
      lock.unlock();
    }
  }

  private void leave(String name, Counted counted) {
    lock.lock();
    try {
      counted.users--;
      if (counted.users == 0) {
        named.remove(name);
      }
    } finally {
      lock.unlock();
    }
  }
}
