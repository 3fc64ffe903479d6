package dev.ingot.deploy.fault;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.lock.LockConflict;
import dev.ingot.state.session.Lease;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.state.session.SnapshotWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A store of states behind a network: it never loses anything itself, but who calls it may not
 * reach it, may not hear its answer, or may be stopped for longer than its lease lasts.
 */
final class SimulatedBackend {
  static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration CALL = Duration.ofSeconds(1);
  private static final Duration PAUSE = LEASE.multipliedBy(10);
  private static final int RARE = 4;

  /** What happens to a call. */
  enum OfCall {
    NONE,
    /** The call does nothing. */
    REFUSED,
    /** It does what it should, and its answer is lost. */
    ANSWER_LOST,
    /** Nothing answers any more from this call on. */
    GONE,
    KILLED_BEFORE,
    KILLED_AFTER,
    /** The process is stopped for longer than its lease lasts; another one takes it, and ends. */
    PAUSED,
    /** Somebody forces the lock open; another process takes it, and ends. */
    FORCED
  }

  private record Lock(LockInfo info, long token, Instant expires) {}

  private final SimulatedClock clock;
  private Optional<byte[]> content = Optional.empty();
  private Optional<byte[]> before = Optional.empty();
  private Optional<Lock> lock = Optional.empty();
  private long versions;
  private long tokens;

  SimulatedBackend(SimulatedClock clock) {
    this.clock = clock;
  }

  /** The snapshot there is now. */
  synchronized Optional<byte[]> content() {
    return content;
  }

  private synchronized Optional<Lock> lock() {
    return lock.filter(held -> clock.instant().isBefore(held.expires()));
  }

  private synchronized long acquire(LockInfo info) {
    Optional<Lock> holder = lock();
    if (holder.isPresent()) {
      throw LockConflict.locked("The state is locked.", holder.get().info());
    }
    lock = Optional.of(new Lock(info, ++tokens, clock.instant().plus(LEASE)));
    return tokens;
  }

  private synchronized boolean renew(long token) {
    Optional<Lock> own = lock().filter(held -> held.token() == token);
    own.ifPresent(
        held -> lock = Optional.of(new Lock(held.info(), token, clock.instant().plus(LEASE))));
    return own.isPresent();
  }

  private synchronized void release(long token) {
    lock = lock.filter(held -> held.token() != token);
  }

  private synchronized void force(String id) {
    if (lock().filter(held -> held.info().id().equals(id)).isEmpty()) {
      throw new StateException("It is not locked under the ID " + id + ".");
    }
    lock = Optional.empty();
  }

  private synchronized String write(SnapshotWrite write) {
    if (write.token() < tokens) {
      throw new StateFencedException("The store has seen a newer lease.");
    }
    if (!version().equals(write.expected())) {
      throw new StateException("The state was changed by another program.");
    }
    before = content;
    content = Optional.of(write.content().clone());
    versions++;
    return version().orElseThrow();
  }

  private synchronized Optional<String> version() {
    return content.map(bytes -> "v" + versions);
  }

  /** How one process sees it. */
  final class Client implements SnapshotStore, Lease {
    private final Faults faults;
    private final SimulatedProvider.Death death;
    private final Runnable other;
    private boolean gone;
    private boolean disturbed;

    /**
     * @param other what another process does meanwhile
     */
    Client(Faults faults, SimulatedProvider.Death death, Runnable other) {
      this.faults = faults;
      this.death = death;
      this.other = other;
    }

    private <T> T call(String name, Supplier<T> call) {
      clock.pass(CALL);
      if (gone) {
        throw new StateException("The store does not answer.");
      }
      OfCall fault = faults.at("backend " + name, OfCall.values(), RARE);
      return switch (fault) {
        case NONE -> call.get();
        case REFUSED -> throw new StateException("The store refused.");
        case ANSWER_LOST -> {
          T _ = call.get();
          throw new StateException("The store does not answer.");
        }
        case GONE -> {
          gone = true;
          throw new StateException("The store does not answer.");
        }
        case KILLED_BEFORE -> throw death.now();
        case KILLED_AFTER -> {
          T _ = call.get();
          throw death.now();
        }
        case PAUSED -> {
          clock.pass(PAUSE);
          disturb();
          yield call.get();
        }
        case FORCED -> {
          lock().ifPresent(held -> SimulatedBackend.this.force(held.info().id()));
          disturb();
          yield call.get();
        }
      };
    }

    private void disturb() {
      if (!disturbed) {
        disturbed = true;
        other.run();
      }
    }

    @Override
    public String location(String workspace) {
      return "store:" + workspace;
    }

    @Override
    public Optional<Snapshot> read(String workspace) {
      return call(
          "read",
          () ->
              content()
                  .map(
                      bytes ->
                          new Snapshot(
                              bytes.clone(), SimulatedBackend.this.version().orElseThrow())));
    }

    @Override
    public Optional<byte[]> before(String workspace) {
      return call("before", () -> before);
    }

    @Override
    public Optional<String> version(String workspace) {
      return call("version", SimulatedBackend.this::version);
    }

    @Override
    public String write(String workspace, SnapshotWrite write) {
      return call("write", () -> SimulatedBackend.this.write(write));
    }

    @Override
    public void delete(String workspace) {
      throw new UnsupportedOperationException("no test deletes it");
    }

    @Override
    public List<String> workspaces() {
      return List.of();
    }

    @Override
    public Optional<Duration> interval() {
      return Optional.of(Duration.ofSeconds(20));
    }

    @Override
    public Held acquire(String workspace, LockInfo info, Duration timeout) {
      long token = call("acquire", () -> SimulatedBackend.this.acquire(info));
      return new HeldHere(info, token, clock.instant());
    }

    @Override
    public void force(String workspace, String id) {
      SimulatedBackend.this.force(id);
    }

    private final class HeldHere implements Held {
      private final LockInfo info;
      private final long token;
      private Instant renewed;

      HeldHere(LockInfo info, long token, Instant renewed) {
        this.info = info;
        this.token = token;
        this.renewed = renewed;
      }

      @Override
      public LockInfo info() {
        return info;
      }

      @Override
      public long token() {
        return token;
      }

      /** By the time only, as where asking takes too long; a third of the lease is renewed. */
      @Override
      public synchronized void verify() {
        Instant now = clock.instant();
        if (!now.isBefore(renewed.plus(LEASE))) {
          throw new StateFencedException("The lease ran out.");
        }
        if (now.isAfter(renewed.plus(LEASE.dividedBy(3)))
            && !gone
            && SimulatedBackend.this.renew(token)) {
          renewed = now;
        }
      }

      @Override
      public void close() {
        if (!gone) {
          SimulatedBackend.this.release(token);
        }
      }
    }
  }
}
