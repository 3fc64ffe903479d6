package dev.ingot.state.backend.inmem;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.backend.Workspaces;
import dev.ingot.state.lock.LockConflict;
import dev.ingot.state.remote.SnapshotConflict;
import dev.ingot.state.session.Lease;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.state.session.SnapshotWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** States and their locks in memory. */
final class MemoryStates implements SnapshotStore, Lease {
  private final SortedMap<String, Snapshot> snapshots = new TreeMap<>();
  private final Map<String, LockInfo> holders = new HashMap<>();
  private final Map<String, Long> tokens = new HashMap<>();
  private long versions;

  /**
   * @param held the id of a lock of the default workspace's state that somebody holds
   */
  MemoryStates(Optional<String> held, Instant since) {
    held.ifPresent(
        id ->
            holders.put(
                Workspaces.DEFAULT,
                new LockInfo(id, "test", "test config", "", "", since, location("default"))));
  }

  @Override
  public String location(String workspace) {
    return "memory of this command, workspace " + workspace;
  }

  @Override
  public synchronized Optional<Snapshot> read(String workspace) {
    return Optional.ofNullable(snapshots.get(workspace));
  }

  @Override
  public Optional<byte[]> before(String workspace) {
    return Optional.empty();
  }

  @Override
  public synchronized Optional<String> version(String workspace) {
    return read(workspace).map(Snapshot::version);
  }

  @Override
  public synchronized String write(String workspace, SnapshotWrite write) {
    if (write.token() < tokens.getOrDefault(workspace, 0L)) {
      throw fenced(workspace);
    }
    if (!version(workspace).equals(write.expected())) {
      throw SnapshotConflict.at(location(workspace));
    }
    String version = String.valueOf(++versions);
    snapshots.put(workspace, new Snapshot(write.content().clone(), version));
    return version;
  }

  @Override
  public synchronized void delete(String workspace) {
    snapshots.remove(workspace);
  }

  @Override
  public synchronized List<String> workspaces() {
    return List.copyOf(snapshots.keySet());
  }

  @Override
  public synchronized Held acquire(String workspace, LockInfo info, Duration timeout) {
    LockInfo holder = holders.putIfAbsent(workspace, info);
    if (holder != null) {
      throw LockConflict.locked("The state in the " + location(workspace) + " is locked.", holder);
    }
    return new HeldHere(workspace, info, tokens.merge(workspace, 1L, Long::sum));
  }

  @Override
  public synchronized void force(String workspace, String id) {
    LockInfo holder = holders.get(workspace);
    if (holder == null || !holder.id().equals(id)) {
      throw new StateException(
          holder == null
              ? "The state in the " + location(workspace) + " is not locked."
              : "lock ID \"" + id + "\" does not match existing lock ID \"" + holder.id() + "\"");
    }
    holders.remove(workspace);
    tokens.merge(workspace, 1L, Long::sum);
  }

  private StateFencedException fenced(String workspace) {
    return new StateFencedException(
        "The lock of the state in the " + location(workspace) + " was forced open.");
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
      synchronized (MemoryStates.this) {
        if (!info.equals(holders.get(workspace))) {
          throw fenced(workspace);
        }
      }
    }

    @Override
    public void close() {
      synchronized (MemoryStates.this) {
        holders.remove(workspace, info);
      }
    }
  }
}
