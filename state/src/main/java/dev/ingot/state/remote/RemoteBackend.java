package dev.ingot.state.remote;

import dev.ingot.state.LockRequest;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.Workspaces;
import dev.ingot.state.session.Lease;
import dev.ingot.state.session.SessionStateStore;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.storage.Digest;
import dev.ingot.storage.FileStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * States that are not on this machine, but for their journals while they are changed: those are in
 * {@code .terraform/journals}, each under the digest of where its state is.
 */
public final class RemoteBackend implements Backend {
  /** What is made of a workspace's name besides the default one. */
  public enum Naming {
    /** Every workspace has a state of its own. */
    WORKSPACES,
    /** So does each, but there is none named default. */
    NAMED_ONLY,
    /** There is the default workspace only. */
    DEFAULT_ONLY
  }

  private static final int DIGEST_DIGITS = 16;

  private final String type;
  private final Naming naming;
  private final SnapshotStore snapshots;
  private final Lease lease;
  private final BackendPlace place;

  /** A backend; nothing is asked of the store before it has to be. */
  public RemoteBackend(
      String type, Naming naming, SnapshotStore snapshots, Lease lease, BackendPlace place) {
    this.type = type;
    this.naming = naming;
    this.snapshots = snapshots;
    this.lease = lease;
    this.place = place;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public boolean hasWorkspaces() {
    return naming != Naming.DEFAULT_ONLY;
  }

  @Override
  public boolean hasDefault() {
    return naming != Naming.NAMED_ONLY;
  }

  @Override
  public List<String> workspaces() {
    requireWorkspaces();
    TreeSet<String> names = new TreeSet<>(snapshots.workspaces());
    names.remove(Workspaces.DEFAULT);
    List<String> all = new ArrayList<>(hasDefault() ? List.of(Workspaces.DEFAULT) : List.of());
    all.addAll(names);
    return List.copyOf(all);
  }

  private void requireWorkspaces() {
    if (naming == Naming.DEFAULT_ONLY) {
      throw new StateException("workspaces not supported");
    }
  }

  /** Stores know a workspace by its state, so one without resources is written. */
  @Override
  public void create(String workspace) {
    requireWorkspaces();
    StateStore store = store(workspace);
    if (store.read().exists()) {
      return;
    }
    try (StateSession session = store.open(LockRequest.of("init"))) {
      session.commit();
    }
  }

  @Override
  public void delete(String workspace) {
    requireWorkspaces();
    if (workspace.equals(Workspaces.DEFAULT)) {
      throw new StateException("can't delete default state");
    }
    snapshots.delete(workspace);
  }

  @Override
  public StateStore store(String workspace) {
    if (naming == Naming.DEFAULT_ONLY && !workspace.equals(Workspaces.DEFAULT)) {
      requireWorkspaces();
    }
    return new SessionStateStore(
            workspace,
            snapshots,
            snapshots,
            lease,
            journal(workspace),
            new FileStorage(),
            place.environment())
        .leaving(Optional.of(place.folder().resolve("errored.tfstate")));
  }

  private Path journal(String workspace) {
    String location = type + "\n" + snapshots.location(workspace);
    String name =
        Digest.of(location.getBytes(StandardCharsets.UTF_8)).hex().substring(0, DIGEST_DIGITS);
    return place.data().resolve("journals").resolve(name + ".journal");
  }
}
