package dev.ingot.state.session;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.lock.Holders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A backend in memory that is out of reach, or whose lease is taken away, at a chosen call: what a
 * store over a network does at any moment.
 */
final class MemoryBackend implements SnapshotStore, Lease {
  /** What happens at the chosen call. */
  enum Fault {
    NONE,
    /** The call does nothing. */
    REFUSED,
    /** The call does what it should, and its answer is lost. */
    ANSWER_LOST,
    /** Somebody forces the lease open before the call, and writes a state of their own. */
    LEASE_LOST,
    /** Nothing answers any more from this call on. */
    GONE
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stored(byte[] content, String version) {}

  private final SortedMap<String, Stored> snapshots = new TreeMap<>();
  private final SortedMap<String, Stored> before = new TreeMap<>();
  private final Holders<String> holders = new Holders<>();
  private final Optional<Duration> interval;
  private Fault fault = Fault.NONE;
  private long faultAt;
  private long calls;
  private long versions;
  private Optional<byte[]> foreign = Optional.empty();

  MemoryBackend(Optional<Duration> interval) {
    this.interval = interval;
  }

  /** From now on, something goes wrong at a call, counted from 1. */
  synchronized void failing(Fault kind, long call) {
    fault = kind;
    faultAt = call;
    calls = 0;
  }

  /** What somebody else writes when they take the lease. */
  synchronized void foreign(byte[] content) {
    foreign = Optional.of(content);
  }

  synchronized long calls() {
    return calls;
  }

  /** The holder of the lease has died, or what was wrong is over. */
  synchronized void recovered(boolean leaseFree) {
    fault = Fault.NONE;
    if (leaseFree) {
      holders.allDied();
    }
  }

  private interface Call<T> {
    T run();
  }

  private synchronized <T> T call(String workspace, Call<T> call) {
    calls++;
    if (fault == Fault.GONE && calls >= faultAt) {
      throw new StateException("The store does not answer.");
    }
    if (calls != faultAt) {
      return call.run();
    }
    return switch (fault) {
      case NONE, GONE -> call.run();
      case REFUSED -> throw new StateException("The store refused.");
      case ANSWER_LOST -> {
        call.run();
        throw new StateException("The store does not answer.");
      }
      case LEASE_LOST -> {
        holders.takeAway(workspace);
        foreign.ifPresent(content -> put(workspace, content));
        yield call.run();
      }
    };
  }

  private void act(String workspace, Runnable action) {
    call(
        workspace,
        () -> {
          action.run();
          return workspace;
        });
  }

  private String put(String workspace, byte[] content) {
    Stored stored = new Stored(content.clone(), "v" + ++versions);
    Stored old = snapshots.put(workspace, stored);
    if (old != null) {
      before.put(workspace, old);
    }
    return stored.version();
  }

  @Override
  public String location(String workspace) {
    return "memory:" + workspace;
  }

  @Override
  public Optional<Snapshot> read(String workspace) {
    return call(
        workspace,
        () ->
            Optional.ofNullable(snapshots.get(workspace))
                .map(stored -> new Snapshot(stored.content().clone(), stored.version())));
  }

  @Override
  public Optional<byte[]> before(String workspace) {
    return call(workspace, () -> Optional.ofNullable(before.get(workspace)).map(Stored::content));
  }

  @Override
  public Optional<String> version(String workspace) {
    return call(
        workspace, () -> Optional.ofNullable(snapshots.get(workspace)).map(Stored::version));
  }

  @Override
  public String write(String workspace, SnapshotWrite write) {
    return call(
        workspace,
        () -> {
          if (write.token() < holders.token(workspace)) {
            throw new StateFencedException("The store has seen a newer lease.");
          }
          if (!Optional.ofNullable(snapshots.get(workspace))
              .map(Stored::version)
              .equals(write.expected())) {
            throw new StateException("The state was changed by another program.");
          }
          return put(workspace, write.content());
        });
  }

  @Override
  public void delete(String workspace) {
    call(workspace, () -> Optional.ofNullable(snapshots.remove(workspace)));
  }

  @Override
  public List<String> workspaces() {
    return call(
        "", () -> snapshots.keySet().stream().filter(name -> !name.equals("default")).toList());
  }

  @Override
  public Optional<Duration> interval() {
    return interval;
  }

  @Override
  public Held acquire(String workspace, LockInfo info, Duration timeout) {
    return call(workspace, () -> new HeldHere(workspace, info, holders.acquire(workspace, info)));
  }

  @Override
  public void force(String workspace, String id) {
    act(workspace, () -> holders.force(workspace, id));
  }

  private final class HeldHere implements Held {
    private final String workspace;
    private final LockInfo info;
    private final long token;

    HeldHere(String workspace, LockInfo info, long token) {
      this.workspace = workspace;
      this.info = info;
      this.token = token;
    }

    @Override
    public LockInfo info() {
      return info;
    }

    @Override
    public long token() {
      return token;
    }

    @Override
    public void verify() {
      act(workspace, () -> holders.verify(workspace, token));
    }

    @Override
    public void close() {
      holders.release(workspace, info);
    }
  }
}
