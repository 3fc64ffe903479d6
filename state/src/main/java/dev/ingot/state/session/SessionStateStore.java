package dev.ingot.state.session;

import dev.ingot.state.Environment;
import dev.ingot.state.JournalDamagedException;
import dev.ingot.state.LockInfo;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Notice;
import dev.ingot.state.State;
import dev.ingot.state.StateReading;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.WorkingState;
import dev.ingot.storage.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The state of a workspace in a {@link SnapshotStore}, written under a {@link Lease}, with a
 * journal on this machine while it is being changed.
 */
public final class SessionStateStore implements StateStore {
  private static final int ATTEMPTS = 20;

  private final Place place;
  private final Lease lease;
  private final Storage storage;
  private final Environment environment;
  private final Optional<Path> leftover;

  /**
   * A store; nothing is read or written before it is asked for.
   *
   * @param source what is read
   * @param target what is written; normally the same
   * @param journal the file of the journal
   */
  public SessionStateStore(
      String workspace,
      SnapshotStore source,
      SnapshotStore target,
      Lease lease,
      Path journal,
      Storage storage,
      Environment environment) {
    this(
        new Place(
            workspace,
            SealedSnapshots.of(source, environment.cipher()),
            SealedSnapshots.of(target, environment.cipher()),
            new JournalFile(journal, storage)),
        lease,
        storage,
        environment,
        Optional.empty());
  }

  private SessionStateStore(
      Place place, Lease lease, Storage storage, Environment environment, Optional<Path> leftover) {
    this.place = place;
    this.lease = lease;
    this.storage = storage;
    this.environment = environment;
    this.leftover = leftover;
  }

  /**
   * The same, leaving a state that can't be written at the end of a session in a file, besides the
   * journal: where runs begin in a new folder each time, the journal is lost with the old one.
   */
  public SessionStateStore leaving(Optional<Path> file) {
    return new SessionStateStore(place, lease, storage, environment, file);
  }

  @Override
  public String location() {
    return place.source().location(place.workspace());
  }

  @Override
  public StateReading read() {
    Found found = Found.in(place, environment);
    Recovery recovery = found.recovery();
    List<Notice> notices = new ArrayList<>(found.notices());
    notices.addAll(recovery.notices());
    State state = found.snapshot();
    if (!recovery.changes().isEmpty()) {
      String lineage = state.lineage().isEmpty() ? recovery.lineage() : state.lineage();
      WorkingState working = new WorkingState(state.as(state.serial(), lineage));
      recovery.changes().forEach(working::apply);
      state = working.snapshot();
    }
    boolean exists = found.hasSnapshot() || !recovery.changes().isEmpty();
    return new StateReading(state, exists, recovery.unresolved(), notices);
  }

  @Override
  public StateSession open(LockRequest request) {
    Optional<Lease.Held> lock =
        request.locking()
            ? Optional.of(lease.acquire(place.workspace(), info(request), request.timeout()))
            : Optional.empty();
    try {
      // What is there must not change between looking at it and reading it.
      Optional<String> version = Optional.empty();
      Optional<Found> found = Optional.empty();
      for (int attempt = 1; found.isEmpty() || (!isAt(version) && attempt <= ATTEMPTS); attempt++) {
        version = place.target().version(place.workspace());
        found = Optional.of(Found.in(place, environment));
      }
      checkJournal(found.get().recovery(), request);
      JournaledSession session =
          new JournaledSession(
              place,
              storage,
              environment,
              lock,
              found.get(),
              version,
              lineage(found.get()),
              leftover.map(file -> new Leftover(file, storage, environment)));
      session.begin(found.get(), environment.clock().instant());
      return session;
    } catch (RuntimeException e) {
      lock.ifPresent(Lease.Held::close);
      throw e;
    }
  }

  /** What is damaged is copied before anything is done with it. */
  private void checkJournal(Recovery recovery, LockRequest request) {
    if (!recovery.isDamaged()) {
      return;
    }
    Optional<Path> copy = place.journal().keep();
    if (request.repair()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    recovery.notices().forEach(notice -> text.append(notice.detail()).append("\n\n"));
    text.append("Nothing was changed. ");
    copy.ifPresent(path -> text.append("A copy of the journal is in ").append(path).append(". "));
    throw new JournalDamagedException(
        text.append("If there is a backup of the journal, put it back. To continue with what can")
            .append(" be read, run \"ingot state repair\".")
            .toString(),
        copy);
  }

  private boolean isAt(Optional<String> version) {
    return place.target().version(place.workspace()).equals(version);
  }

  private String lineage(Found found) {
    if (!found.snapshot().lineage().isEmpty()) {
      return found.snapshot().lineage();
    }
    if (!found.recovery().lineage().isEmpty()) {
      return found.recovery().lineage();
    }
    return uuid();
  }

  private String uuid() {
    long most = (environment.random().nextLong() & ~0xf000L) | 0x4000L;
    long least = (environment.random().nextLong() >>> 2) | Long.MIN_VALUE;
    return new UUID(most, least).toString();
  }

  private LockInfo info(LockRequest request) {
    return new LockInfo(
        uuid(),
        request.operation(),
        request.info(),
        environment.who(),
        environment.version(),
        environment.clock().instant(),
        place.location());
  }

  @Override
  public void forceUnlock(String id) {
    lease.force(place.workspace(), id);
  }
}
