package dev.ingot.state.local;

import dev.ingot.state.Change;
import dev.ingot.state.Environment;
import dev.ingot.state.Intent;
import dev.ingot.state.LockInfo;
import dev.ingot.state.Notice;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFile;
import dev.ingot.state.StateSession;
import dev.ingot.state.Unresolved;
import dev.ingot.state.WorkingState;
import dev.ingot.state.journal.Journal;
import dev.ingot.state.journal.JournalContent;
import dev.ingot.state.journal.JournalRecord;
import dev.ingot.state.lock.Locks.HeldLock;
import dev.ingot.storage.Storage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A locked state of this machine being changed. */
final class LocalSession implements StateSession {
  private final SnapshotFile files;
  private final Storage storage;
  private final Environment environment;
  private final Optional<HeldLock> lock;
  private final WorkingState working;
  private final List<Notice> notices;
  private final String lineage;
  private final Map<Long, JournalRecord.Begin> open = new LinkedHashMap<>();
  private final Map<Long, Unresolved> unresolved = new LinkedHashMap<>();
  private final AtomicLong numbers;

  /** Held for reading while a record is appended, for writing while the journal is replaced. */
  private final ReadWriteLock replacing = new ReentrantReadWriteLock();

  private Optional<Journal> journal = Optional.empty();
  private String digest;
  private boolean exists;

  LocalSession(
      SnapshotFile files,
      Storage storage,
      Environment environment,
      Optional<HeldLock> lock,
      Found found,
      String lineage) {
    this.files = files;
    this.storage = storage;
    this.environment = environment;
    this.lock = lock;
    this.lineage = lineage;
    this.digest = found.digest();
    this.exists = found.hasSnapshot();
    this.working = new WorkingState(found.snapshot().as(found.snapshot().serial(), lineage));
    List<Notice> all = new ArrayList<>(found.notices());
    all.addAll(found.recovery().notices());
    this.notices = all;
    long highest = 0;
    for (Unresolved left : found.recovery().unresolved()) {
      unresolved.put(left.number(), left);
      open.put(left.number(), new JournalRecord.Begin(left.number(), left.begun(), left.intent()));
      highest = Math.max(highest, left.number());
    }
    this.numbers = new AtomicLong(highest);
  }

  /** Takes up what an earlier process left behind. */
  void recover(Found found, Instant now) {
    Recovery recovery = found.recovery();
    if (recovery.foreign()) {
      // The notices name what is in it.
      files.setJournalAside(now.toString().replace(":", ""));
    } else if (found.journal().isPresent()) {
      resume(found.journal().get());
      recovery.changes().forEach(working::apply);
      if (!recovery.changes().isEmpty()) {
        notices.add(
            new Notice(
                Notice.Kind.RECOVERED,
                "Recovered changes",
                "An earlier run was interrupted. "
                    + (recovery.changes().size() == 1
                        ? "1 change that it had finished was"
                        : recovery.changes().size() + " changes that it had finished were")
                    + " taken up from its journal."));
      }
      writeSnapshot(working.changed());
    }
  }

  /** The snapshot about to be written must be noted in the journal it takes up. */
  private void resume(JournalContent content) {
    if (content.header().isEmpty()) {
      return;
    }
    try {
      if (content.damaged() > 0) {
        files.copyJournal(content.intact() + ".damaged");
      }
      journal = Optional.of(Journal.resume(storage, files.journal(), content, this::verify));
    } catch (IOException e) {
      throw new StateException(
          "The journal " + files.journal() + " cannot be taken up: " + SnapshotFile.reason(e) + ".",
          e);
    }
  }

  @Override
  public WorkingState state() {
    return working;
  }

  @Override
  public List<Unresolved> unresolved() {
    synchronized (open) {
      return List.copyOf(unresolved.values());
    }
  }

  @Override
  public List<Notice> notices() {
    return List.copyOf(notices);
  }

  @Override
  public Optional<LockInfo> lock() {
    return lock.map(HeldLock::info);
  }

  @Override
  public Begun begin(Intent intent) {
    long number = numbers.incrementAndGet();
    JournalRecord.Begin begin =
        new JournalRecord.Begin(number, environment.clock().instant(), intent);
    append(
        begin,
        () -> {
          synchronized (open) {
            open.put(number, begin);
          }
        });
    return new Begun(number, intent);
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
          synchronized (open) {
            open.remove(number);
            unresolved.remove(number);
          }
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
  }

  private synchronized Journal journal(Runnable ifImpossible) {
    if (journal.isEmpty()) {
      try {
        verify();
        journal = Optional.of(startJournal());
      } catch (IOException e) {
        ifImpossible.run();
        throw new StateException(
            "The journal "
                + files.journal()
                + " cannot be written: "
                + SnapshotFile.reason(e)
                + ". Nothing more is begun.",
            e);
      }
    }
    return journal.get();
  }

  private Journal startJournal() throws IOException {
    List<JournalRecord> first = new ArrayList<>();
    first.add(
        new JournalRecord.Header(
            lineage,
            working.serial(),
            digest,
            lock.map(HeldLock::token).orElse(0L),
            environment.clock().instant(),
            environment.version()));
    synchronized (open) {
      first.addAll(open.values());
    }
    storage.createFolders(files.file().toAbsolutePath().resolveSibling(""));
    return Journal.start(storage, files.journal(), first, this::verify);
  }

  private void verify() {
    lock.ifPresent(HeldLock::verify);
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
    writeSnapshot(working.changed() || !exists);
  }

  private void writeSnapshot(boolean due) {
    replacing.writeLock().lock();
    try {
      if (due) {
        State state = working.snapshot();
        write(state.as(state.serial() + 1, lineage));
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
    verify();
    files.checkUnchanged();
    byte[] bytes = StateFile.write(next);
    String nextDigest = Digest.of(bytes);
    journal.ifPresent(current -> checkpoint(current, next.serial(), nextDigest));
    files.replace(bytes, replacement -> lock.ifPresent(held -> held.follow(replacement)));
    working.rebase(next);
    digest = nextDigest;
    exists = true;
    renewJournal();
  }

  private static void checkpoint(Journal journal, long serial, String digest) {
    try {
      journal.exclusively(() -> journal.appendNow(new JournalRecord.Checkpoint(serial, digest)));
    } catch (IOException | StateException _) {
      // A journal that can't be written must not keep the snapshot from being written.
    }
  }

  private void renewJournal() {
    boolean empty;
    synchronized (open) {
      empty = open.isEmpty();
    }
    journal.ifPresent(Journal::close);
    journal = Optional.empty();
    if (empty) {
      files.deleteJournal();
      return;
    }
    try {
      journal = Optional.of(startJournal());
    } catch (IOException e) {
      throw new StateException(
          "The journal "
              + files.journal()
              + " cannot be written: "
              + SnapshotFile.reason(e)
              + ". The state itself is written.",
          e);
    }
  }

  @Override
  public void close() {
    try {
      if (working.changed() || journal.isPresent()) {
        writeSnapshot(working.changed());
      }
    } finally {
      journal.ifPresent(Journal::close);
      lock.ifPresent(HeldLock::close);
    }
  }
}
