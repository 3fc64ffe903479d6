package dev.ingot.state.journal;

import dev.ingot.state.StateCipher;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.storage.Access;
import dev.ingot.storage.Digest;
import dev.ingot.storage.Replacement;
import dev.ingot.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A journal being written. Many threads append at once; those that wait for their records to be
 * durable share one write and one sync, made by the first of them.
 *
 * <p>Once a write has failed nothing is written any more: what would follow it could not be read.
 */
public final class Journal implements AutoCloseable {
  private final Storage storage;
  private final Path file;
  private final Storage.Appender appender;
  private final StateCipher cipher;
  private final Runnable guard;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition synced = lock.newCondition();
  private ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private Optional<String> identity = Optional.empty();
  private long appended;
  private long durable;
  private long written;
  private boolean syncing;
  private Optional<StateException> failure = Optional.empty();

  private Journal(
      Storage storage, Path file, Storage.Appender appender, StateCipher cipher, Runnable guard) {
    this.storage = storage;
    this.file = file;
    this.appender = appender;
    this.cipher = cipher;
    this.guard = guard;
  }

  /**
   * Starts a journal with some records, in place of the one that is there, all at once.
   *
   * @param guard checked before each write; throws if this process may not write any more
   */
  public static Journal start(
      Storage storage, Path file, List<JournalRecord> first, StateCipher cipher, Runnable guard)
      throws IOException {
    Path fresh = storage.freshName(file);
    Storage.Appender appender = storage.create(fresh);
    Journal journal = new Journal(storage, file, appender, cipher, guard);
    try {
      journal.pending.writeBytes(JournalFrames.SIGNATURE);
      first.forEach(journal::enqueue);
      guard.run();
      journal.write(journal.pending.toByteArray());
      journal.pending = new ByteArrayOutputStream();
      journal.durable = journal.appended;
      storage.rename(fresh, file);
      storage.syncFolder(folder(file));
      journal.identity = journal.place();
      return journal;
    } catch (IOException | RuntimeException e) {
      appender.close();
      storage.delete(fresh);
      throw e;
    }
  }

  /**
   * Continues an existing journal after its last record.
   *
   * @param content what was read of it
   * @param guard checked before each write; throws if this process may not write any more
   */
  public static Journal resume(
      Storage storage, Path file, JournalContent content, StateCipher cipher, Runnable guard)
      throws IOException {
    Storage.Appender appender = storage.append(file);
    Journal journal = new Journal(storage, file, appender, cipher, guard);
    try {
      journal.identity = journal.place();
      appender.truncate(content.intact());
      journal.written = content.intact();
      journal.appended = content.next();
      journal.durable = content.next();
      return journal;
    } catch (IOException | RuntimeException e) {
      appender.close();
      throw e;
    }
  }

  private static Path folder(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  /**
   * What can be read of a journal.
   *
   * @throws dev.ingot.state.StateFormatException if its records can't be decrypted
   */
  public static JournalContent read(byte[] bytes, StateCipher cipher) {
    return JournalFrames.read(bytes, cipher);
  }

  private void enqueue(JournalRecord entry) {
    pending.writeBytes(JournalFrames.frame(appended, cipher.seal(RecordCodec.encode(entry))));
    appended++;
  }

  /**
   * Appends a record, not durable yet, and does something no other append comes between.
   *
   * @return the ticket to wait with
   * @throws StateException if an earlier write has failed; the action was run all the same
   */
  public long append(JournalRecord entry, Runnable action) {
    byte[] payload = cipher.seal(RecordCodec.encode(entry));
    lock.lock();
    try {
      action.run();
      throwFailure();
      pending.writeBytes(JournalFrames.frame(appended, payload));
      appended++;
      return appended;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a record is durable.
   *
   * @throws StateException if it can't be written
   */
  public void await(long ticket) {
    lock.lock();
    try {
      while (durable < ticket) {
        throwFailure();
        if (syncing) {
          synced.awaitUninterruptibly();
        } else {
          lead();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes and syncs all that is pending, for all that wait; the lock is not held meanwhile. */
  private void lead() {
    ByteArrayOutputStream batch = pending;
    long last = appended;
    pending = new ByteArrayOutputStream();
    syncing = true;
    Optional<StateException> problem =
        Optional.of(new StateException("The journal " + file + " could not be written."));
    lock.unlock();
    try {
      guard.run();
      write(batch.toByteArray());
      checkPlace();
      problem = Optional.empty();
    } catch (IOException e) {
      problem = Optional.of(failed(e));
    } catch (StateFencedException e) {
      problem = Optional.of(rescued(e, batch.toByteArray()));
    } catch (StateException e) {
      problem = Optional.of(e);
    } finally {
      lock.lock();
      syncing = false;
      if (problem.isPresent()) {
        failure = problem;
      } else {
        durable = last;
      }
      synced.signalAll();
    }
  }

  /** Which file has the journal's name now. */
  private Optional<String> place() throws IOException {
    return storage.stamp(file).map(Storage.Stamp::file);
  }

  /** What was written to a file without a name is as good as not written. */
  private void checkPlace() throws IOException {
    if (!place().equals(identity)) {
      throw new StateFencedException(
          "The journal "
              + file
              + " was deleted or replaced while this process wrote it: this process has stopped"
              + " writing.");
    }
  }

  /** Keeps what was finished where whoever took over doesn't look, so that it isn't lost. */
  private StateFencedException rescued(StateFencedException cause, byte[] batch) {
    try {
      byte[] written = appender.content();
      byte[] all = Arrays.copyOf(written, written.length + batch.length);
      System.arraycopy(batch, 0, all, written.length, batch.length);
      Path kept =
          file.resolveSibling(file.getFileName() + ".lost-" + Digest.of(all).hex().substring(0, 8));
      Replacement.write(storage, kept, all, Access.PRIVATE);
      return new StateFencedException(
          cause.getMessage() + " Its finished changes are in " + kept + ".");
    } catch (IOException e) {
      cause.addSuppressed(e);
      return cause;
    }
  }

  private void flush() throws IOException {
    guard.run();
    write(pending.toByteArray());
    pending = new ByteArrayOutputStream();
    durable = appended;
    synced.signalAll();
  }

  private void write(byte[] bytes) throws IOException {
    try {
      appender.write(bytes, 0, bytes.length);
      appender.sync();
      written += bytes.length;
    } catch (IOException e) {
      cutBack(e);
      throw e;
    }
  }

  private void cutBack(IOException cause) {
    try {
      appender.truncate(written);
    } catch (IOException e) {
      // The reader drops what is incomplete at the end.
      cause.addSuppressed(e);
    }
  }

  private StateException failed(IOException e) {
    return new StateException(
        "The journal "
            + file
            + " cannot be written: "
            + e.getMessage()
            + ". No further changes are started. What was reported as complete is in the journal,"
            + " and the next run recovers it. Free some space or repair the disk, then run again.",
        e);
  }

  private void throwFailure() {
    if (failure.isPresent()) {
      StateException first = failure.get();
      String message = String.valueOf(first.getMessage());
      throw first instanceof StateFencedException
          ? new StateFencedException(message)
          : new StateException(message, first);
    }
  }

  /**
   * Runs something while nothing is appended and no write is in progress.
   *
   * @param <E> what it may fail with
   */
  public <E extends Exception> void exclusively(ThrowingAction<E> action) throws E {
    lock.lock();
    try {
      while (syncing) {
        synced.awaitUninterruptibly();
      }
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Appends a record and makes it durable with all before it; only within {@link #exclusively}. */
  public void appendNow(JournalRecord entry) throws IOException {
    throwFailure();
    enqueue(entry);
    flush();
  }

  /**
   * Something that may fail.
   *
   * @param <E> what with
   */
  @FunctionalInterface
  public interface ThrowingAction<E extends Exception> {
    /** Does it. */
    void run() throws E;
  }

  @Override
  public void close() {
    try {
      appender.close();
    } catch (IOException _) {
      // What matters was synced.
    }
  }
}
