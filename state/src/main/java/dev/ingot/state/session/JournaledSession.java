package dev.ingot.state.session;

import dev.ingot.state.Change;
import dev.ingot.state.Environment;
import dev.ingot.state.Intent;
import dev.ingot.state.LockInfo;
import dev.ingot.state.Notice;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.StateSession;
import dev.ingot.state.Unresolved;
import dev.ingot.state.WorkingState;
import dev.ingot.state.journal.Journal;
import dev.ingot.state.journal.JournalContent;
import dev.ingot.state.journal.JournalRecord;
import dev.ingot.storage.Storage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * A locked state being changed: every change goes into the journal on this machine, and from time
 * to time, at the latest at the end, all of them go into a snapshot.
 */
final class JournaledSession implements StateSession {
  private final Place place;
  private final Storage storage;
  private final Environment environment;
  private final Optional<Lease.Held> lock;
  private final WorkingState working;
  private final List<Notice> notices;
  private final String lineage;
  private final OpenIntents open;

  /** Held for reading while a record is appended, for writing while the journal is replaced. */
  private final ReadWriteLock replacing = new ReentrantReadWriteLock();

  private Optional<Heartbeat> heartbeat = Optional.empty();
  private final Optional<Leftover> leftover;
  private volatile Instant snapshotDue;
  private Optional<Journal> journal = Optional.empty();
  private Optional<String> version;
  private SnapshotDigest digest;
  private boolean current;

  /** Whether a change is in memory only: a new journal would not have it, until a snapshot does. */
  private volatile boolean unwritten;

  JournaledSession(
      Place place,
      Storage storage,
      Environment environment,
      Optional<Lease.Held> lock,
      Found found,
      Optional<String> version,
      String lineage,
      Optional<Leftover> leftover) {
    this.place = place;
    this.leftover = leftover;
    this.storage = storage;
    this.version = version;
    this.environment = environment;
    this.lock = lock;
    this.lineage = lineage;
    this.digest = found.digest();
    this.current = found.hasSnapshot() && !found.outdated();
    this.working = new WorkingState(found.snapshot().as(found.snapshot().serial(), lineage));
    List<Notice> all = new ArrayList<>(found.notices());
    all.addAll(found.recovery().notices());
    this.notices = all;
    this.open = new OpenIntents(found.recovery().unresolved());
    this.snapshotDue = nextSnapshot();
  }

  private Instant nextSnapshot() {
    return place
        .target()
        .interval()
        .map(interval -> environment.clock().instant().plus(interval))
        .orElse(Instant.MAX);
  }

  /** Recovers the changes of an earlier process; the lock is renewed from then on. */
  void begin(Found found, Instant now) {
    boolean begun = false;
    try {
      recover(found, now);
      heartbeat = lock.flatMap(held -> held.renewal().map(every -> Heartbeat.of(held, every)));
      begun = true;
    } finally {
      if (!begun) {
        journal.ifPresent(Journal::close);
      }
    }
  }

  private void recover(Found found, Instant now) {
    Recovery recovery = found.recovery();
    if (recovery.foreign()) {
      // The notices name what is in it.
      place.journal().setAside(now.toString().replace(":", ""));
      version = place.target().release(place.workspace());
    } else if (found.journal().isEmpty() && recovery.isDamaged()) {
      version = place.target().release(place.workspace());
    } else if (found.journal().isPresent()) {
      resume(found.journal().get());
      recovery.changes().forEach(working::apply);
      recovery.recovered().ifPresent(notices::add);
      writeSnapshot(working.changed());
    }
  }

  /** The snapshot about to be written must be noted in the journal it continues. */
  private void resume(JournalContent content) {
    if (content.header().isEmpty()) {
      return;
    }
    try {
      journal =
          Optional.of(
              Journal.resume(
                  storage, place.journal().path(), content, environment.cipher(), this::verify));
    } catch (IOException e) {
      throw place.journal().failure("recovered", "", e);
    }
  }

  @Override
  public WorkingState state() {
    return working;
  }

  @Override
  public List<Unresolved> unresolved() {
    return open.unresolved();
  }

  @Override
  public List<Notice> notices() {
    return List.copyOf(notices);
  }

  @Override
  public Optional<LockInfo> lock() {
    return lock.map(Lease.Held::info);
  }

  @Override
  public Begun begin(Intent intent) {
    JournalRecord.Begin begin =
        new JournalRecord.Begin(open.nextNumber(), environment.clock().instant(), intent);
    append(begin, () -> open.begin(begin));
    return new Begun(begin.number(), intent);
  }

  @Override
  public void finish(Begun begun, List<Change> changes) {
    settle(begun.number(), changes);
  }

  @Override
  public void settle(Unresolved left, List<Change> changes) {
    settle(left.number(), changes);
  }

  private void settle(long number, List<Change> changes) {
    append(
        new JournalRecord.Finish(number, changes),
        () -> {
          open.settle(number);
          changes.forEach(working::apply);
        });
  }

  @Override
  public void apply(List<Change> changes) {
    if (changes.stream().anyMatch(working::wouldChange)) {
      append(new JournalRecord.Changes(changes), () -> changes.forEach(working::apply));
    }
  }

  private void append(JournalRecord entry, Runnable inMemory) {
    Journal target;
    long ticket;
    replacing.readLock().lock();
    try {
      target = journal(inMemory);
      ticket = target.append(entry, inMemory);
    } finally {
      replacing.readLock().unlock();
    }
    target.await(ticket);
    snapshotWhereDue();
  }

  /** Brings what is only in the journal of this machine to where others see it. */
  private void snapshotWhereDue() {
    if (snapshotDue.equals(Instant.MAX) || environment.clock().instant().isBefore(snapshotDue)) {
      return;
    }
    snapshotDue = nextSnapshot();
    try {
      writeSnapshot(working.changed());
    } catch (StateException _) {
      // The journal has it all. It is retried later, and the last failure is reported.
    }
  }

  private synchronized Journal journal(Runnable ifImpossible) {
    if (unwritten) {
      ifImpossible.run();
      throw new StateException(
          "The journal "
              + place.journal().path()
              + " could not be written. No further changes are started.");
    }
    if (journal.isEmpty()) {
      try {
        verify();
        startJournal();
      } catch (IOException e) {
        ifImpossible.run();
        unwritten = true;
        throw place.journal().failure("written", " No further changes are started.", e);
      }
    }
    return journal.get();
  }

  /** From now on the snapshot alone is not the present state. */
  private void hold(Journal started) {
    if (!place.source().equals(place.target())) {
      return;
    }
    try {
      version = place.target().hold(place.workspace());
    } catch (StateException e) {
      started.close();
      throw e;
    }
  }

  private void startJournal() throws IOException {
    List<JournalRecord> first = new ArrayList<>();
    first.add(
        new JournalRecord.Header(
            lineage,
            working.serial(),
            digest.hex(),
            lock.map(Lease.Held::token).orElse(0L),
            environment.clock().instant(),
            environment.version()));
    first.addAll(open.records());
    storage.createFolders(place.journal().folder());
    Journal started =
        Journal.start(storage, place.journal().path(), first, environment.cipher(), this::verify);
    hold(started);
    journal = Optional.of(started);
  }

  private void verify() {
    lock.ifPresent(Lease.Held::verify);
  }

  @Override
  public void replace(State state) {
    replacing.writeLock().lock();
    try {
      working.reset(state);
      write(working.snapshot());
    } finally {
      replacing.writeLock().unlock();
    }
  }

  @Override
  public void commit() {
    writeSnapshot(working.changed() || !current);
  }

  private void writeSnapshot(boolean due) {
    replacing.writeLock().lock();
    try {
      if (due) {
        write(nextState());
      } else {
        renewJournal();
      }
    } finally {
      replacing.writeLock().unlock();
    }
  }

  /** The order matters at every step: a crash between any two must lose nothing. */
  private void write(State content) {
    State next = content.writtenBy(environment.version());
    stored(
        () -> {
          verify();
          return true;
        });
    checkUnchanged();
    SnapshotContent text = SnapshotContent.of(next);
    String nextDigest = text.digest().hex();
    journal.ifPresent(current -> checkpoint(current, next.serial(), nextDigest));
    version = Optional.of(replace(next, text));
    unwritten = false;
    working.rebase(next);
    digest = SnapshotDigest.known(nextDigest);
    current = true;
    renewJournal();
  }

  /** Fails if another program has written the snapshot since. */
  private void checkUnchanged() {
    if (!present().equals(version)) {
      throw new StateException(
          "The state "
              + place.location()
              + " was changed by another program while it was locked here. It was not overwritten;"
              + " the changes made here are in "
              + place.journal().path()
              + ".");
    }
  }

  private Optional<String> present() {
    return stored(() -> place.target().version(place.workspace()));
  }

  /** Whatever the store says is wrong, the message has where the changes are. */
  private <T> T stored(Supplier<T> call) {
    try {
      return call.get();
    } catch (StateFencedException e) {
      String message = String.valueOf(e.getMessage());
      String file = place.journal().path().toString();
      throw message.contains(file)
          ? e
          : new StateFencedException(message + " The changes made here are in " + file + ".");
    } catch (StateException e) {
      throw new StateException(
          e.getMessage()
              + " What was reported as complete since is in "
              + place.journal().path()
              + ": the next run recovers it.",
          e);
    }
  }

  private String replace(State next, SnapshotContent text) {
    SnapshotWrite write =
        new SnapshotWrite(
            text, next.serial(), next.lineage(), version, lock.map(Lease.Held::token).orElse(0L));
    return stored(() -> place.target().write(place.workspace(), write));
  }

  private static void checkpoint(Journal journal, long serial, String digest) {
    try {
      journal.exclusively(() -> journal.appendNow(new JournalRecord.Checkpoint(serial, digest)));
    } catch (IOException | StateException _) {
      // A journal that can't be written must not keep the snapshot from being written.
    }
  }

  private void renewJournal() {
    journal.ifPresent(Journal::close);
    journal = Optional.empty();
    if (open.isEmpty()) {
      version = place.target().release(place.workspace());
      place.journal().delete();
      return;
    }
    try {
      startJournal();
    } catch (IOException e) {
      throw place.journal().failure("written", " The state itself is written.", e);
    }
  }

  @Override
  public void close() {
    try {
      if (working.changed() || journal.isPresent()) {
        writeSnapshot(working.changed());
      }
    } catch (StateException e) {
      throw leftover.map(place -> place.keep(nextState(), e)).orElse(e);
    } finally {
      journal.ifPresent(Journal::close);
      heartbeat.ifPresent(Heartbeat::close);
      lock.ifPresent(Lease.Held::close);
    }
  }

  /** What is to be written next. */
  private State nextState() {
    State state = working.snapshot();
    return state.as(state.serial() + 1, lineage);
  }
}
