package dev.ingot.state.session;

import dev.ingot.state.StateCipher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Snapshots that are encrypted where they are kept. */
record SealedSnapshots(SnapshotStore store, StateCipher cipher) implements SnapshotStore {
  static SnapshotStore of(SnapshotStore store, StateCipher cipher) {
    return cipher.equals(StateCipher.NONE) ? store : new SealedSnapshots(store, cipher);
  }

  @Override
  public String location(String workspace) {
    return store.location(workspace);
  }

  @Override
  public Optional<Snapshot> read(String workspace) {
    return store
        .read(workspace)
        .map(
            snapshot -> {
              StateCipher.Opened opened = opened(snapshot.content());
              return new Snapshot(opened.content(), snapshot.version(), opened.outdated());
            });
  }

  private StateCipher.Opened opened(byte[] content) {
    return content.length == 0 ? new StateCipher.Opened(content, false) : cipher.open(content);
  }

  @Override
  public Optional<byte[]> before(String workspace) {
    return store.before(workspace).map(content -> opened(content).content());
  }

  @Override
  public Optional<String> version(String workspace) {
    return store.version(workspace);
  }

  @Override
  public String write(String workspace, SnapshotWrite write) {
    byte[] sealed = cipher.seal(write.content(), write.serial(), write.lineage());
    return store.write(
        workspace,
        new SnapshotWrite(
            sealed, write.serial(), write.lineage(), write.expected(), write.token()));
  }

  @Override
  public Optional<String> hold(String workspace) {
    return store.hold(workspace);
  }

  @Override
  public Optional<String> release(String workspace) {
    return store.release(workspace);
  }

  @Override
  public boolean wasHeld(String workspace) {
    return store.wasHeld(workspace);
  }

  @Override
  public void delete(String workspace) {
    store.delete(workspace);
  }

  @Override
  public List<String> workspaces() {
    return store.workspaces();
  }

  @Override
  public Optional<Duration> interval() {
    return store.interval();
  }
}
