package dev.ingot.state.lock;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.StateLockedException;
import dev.ingot.storage.Access;
import dev.ingot.storage.FileStorage;
import dev.ingot.storage.PrivateFiles;
import dev.ingot.storage.RegularFile;
import dev.ingot.storage.Replacement;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Locks by POSIX record locks, which end with their process.
 *
 * <p>A state file is replaced by renaming, which leaves a lock on it behind. So a second file that
 * is never replaced ({@code .NAME.lock}) decides among processes of this program; it also holds the
 * fencing token. The state file is locked as well, for Terraform and OpenTofu.
 *
 * <p>Closing any descriptor of a file ends all locks of the process on it. So no lock file is
 * opened a second time while this process has it locked, by whichever instance.
 *
 * <pre>
 *   what happens to the holder               what it does before its next write
 *   its lock is forced open                  stops: the name leads to another file
 *   its lock file is deleted or replaced     stops, likewise
 *   another process has raised the token     stops
 *   it was suspended meanwhile               the same, when it resumes
 * </pre>
 */
public final class FileLocks implements Locks {
  private static final Duration PAUSE = Duration.ofMillis(50);

  /**
   * The lock files that this process has open. The kernel's table of record locks is one for the
   * whole process, so this one has to be, too.
   */
  private static final Map<Path, Optional<Held>> LOCKED = new ConcurrentHashMap<>();

  private final long process;
  private final long processStarted;

  /** Locks held by this process. */
  public FileLocks() {
    ProcessHandle self = ProcessHandle.current();
    process = self.pid();
    processStarted = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  @Override
  public HeldLock acquire(Path state, LockInfo info, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        return tryAcquire(state, info);
      } catch (StateLockedException e) {
        // There is no event for the end of a record lock.
        if (System.nanoTime() - deadline >= 0) {
          throw e;
        }
        pause(e);
      }
    }
  }

  private static void pause(StateLockedException held) {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw held;
    }
  }

  private HeldLock tryAcquire(Path state, LockInfo info) {
    createFolder(state);
    Path key = key(state);
    if (LOCKED.putIfAbsent(key, Optional.empty()) != null) {
      throw LockConflict.at(state);
    }
    Optional<FileChannel> opened = Optional.empty();
    Optional<Held> taken = Optional.empty();
    boolean held = false;
    try {
      FileChannel channel = openLock(state);
      opened = Optional.of(channel);
      String identity = identity(lockFile(state));
      // Whoever forced it open, or removed it, meanwhile gave the name to another file.
      if (!tryLock(channel) || !identity(lockFile(state)).equals(identity)) {
        throw LockConflict.at(state);
      }
      long token = FencingToken.after(FencingToken.read(channel));
      FencingToken.write(channel, token);
      LockInfoFile.Content content = new LockInfoFile.Content(info, process, processStarted);
      Held lock = new Held(state, content, token, channel, identity, key);
      taken = Optional.of(lock);
      lock.lockStateFile();
      LockInfoFile.write(LockInfoFile.of(state), content);
      LOCKED.put(key, Optional.of(lock));
      held = true;
      return lock;
    } catch (IOException e) {
      throw new StateException(
          "The state " + state + " cannot be locked: " + StateException.reason(e) + ".", e);
    } finally {
      if (!held) {
        taken.ifPresent(Held::abandon);
        opened.ifPresent(FileLocks::closeQuietly);
        LOCKED.remove(key);
      }
    }
  }

  @Override
  public void afterReading(Path state) {
    if (!LOCKED.isEmpty()) {
      LOCKED.getOrDefault(key(state), Optional.empty()).ifPresent(Held::lockStateFile);
    }
  }

  private static Path key(Path state) {
    Path folder = lockFile(state).toAbsolutePath().getParent();
    try {
      return folder == null
          ? lockFile(state)
          : folder.toRealPath().resolve(lockFile(state).getFileName());
    } catch (NoSuchFileException e) {
      // Nothing is locked where there is no folder.
      return lockFile(state).toAbsolutePath().normalize();
    } catch (IOException e) {
      throw new StateException(
          "The state " + state + " cannot be locked: " + StateException.reason(e) + ".", e);
    }
  }

  /** Which file a name leads to; empty if there is none. */
  private static String identity(Path file) throws IOException {
    try {
      return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException _) {
      return "";
    }
  }

  private static void createFolder(Path state) {
    Path folder = state.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(folder)) {
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StateException(
          "The folder "
              + folder
              + " of the state cannot be created: "
              + StateException.reason(e)
              + ".",
          e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private static Path lockFile(Path state) {
    return state.resolveSibling("." + state.getFileName() + ".lock");
  }

  private static FileChannel openLock(Path state) {
    Path file = lockFile(state);
    try {
      PrivateFiles.createFile(file);
    } catch (IOException e) {
      throw unopened(file, e);
    }
    return open(file);
  }

  private static FileChannel open(Path file) {
    try {
      RegularFile.require(file);
      return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unopened(file, e);
    }
  }

  private static StateException unopened(Path file, IOException e) {
    return new StateException(
        "The lock "
            + file
            + " cannot be opened: "
            + StateException.reason(e)
            + ". Check the permissions of the folder, or disable locking with -lock=false.",
        e);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // Nothing was written through it that matters.
    }
  }

  @Override
  public void force(Path state, String id) {
    Path infoFile = LockInfoFile.of(state);
    LockInfoFile.Content content =
        LockInfoFile.read(infoFile).orElseThrow(() -> new StateException("LocalState not locked"));
    if (!content.info().id().equals(id)) {
      throw new StateException(
          "lock ID \""
              + id
              + "\" does not match the existing lock ID \""
              + content.info().id()
              + "\"");
    }
    Path key = key(state);
    if (LOCKED.putIfAbsent(key, Optional.empty()) != null) {
      throw new StateException("The lock is held by this process.");
    }
    // A holder, one that is suspended above all, can't be made to release a lock. It keeps those it
    // has, on files that are no longer used: others take their names.
    FileStorage storage = new FileStorage();
    try (FileChannel channel = openLock(state)) {
      byte[] token = FencingToken.text(FencingToken.after(FencingToken.read(channel)));
      Replacement.write(storage, lockFile(state), token, Access.PRIVATE);
      Optional<byte[]> present = storage.read(state);
      if (present.isPresent()) {
        Replacement.write(storage, state, present.get(), Access.PRIVATE);
      }
      Files.deleteIfExists(infoFile);
    } catch (IOException e) {
      throw new StateException(
          "The lock of " + state + " cannot be opened: " + StateException.reason(e) + ".", e);
    } finally {
      LOCKED.remove(key);
    }
  }

  /** A lock of this process. */
  private static final class Held implements HeldLock {
    private final Path state;
    private final LockInfoFile.Content content;
    private final long token;
    private final FileChannel channel;
    private final String identity;
    private final Path key;
    private Optional<FileChannel> stateChannel = Optional.empty();

    Held(
        Path state,
        LockInfoFile.Content content,
        long token,
        FileChannel channel,
        String identity,
        Path key) {
      this.identity = identity;
      this.key = key;
      this.state = state;
      this.content = content;
      this.token = token;
      this.channel = channel;
    }

    @Override
    public LockInfo info() {
      return content.info();
    }

    @Override
    public long token() {
      return token;
    }

    @Override
    public void verify() {
      boolean ours;
      boolean interrupted = Thread.interrupted();
      try {
        ours = identity(lockFile(state)).equals(identity) && FencingToken.read(channel) == token;
      } catch (IOException e) {
        throw new StateException(
            "The lock of " + state + " cannot be checked: " + StateException.reason(e) + ".", e);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      if (!ours) {
        throw new StateFencedException(
            "The lock "
                + lockFile(state)
                + " was forced open, deleted or taken over while this process held it: this process"
                + " has stopped writing.");
      }
    }

    @Override
    public synchronized void lockStateFile() {
      stateChannel.ifPresent(FileLocks::closeQuietly);
      stateChannel = Optional.empty();
      if (!Files.exists(state)) {
        return;
      }
      FileChannel opened = open(state);
      try {
        if (!tryLock(opened)) {
          closeQuietly(opened);
          throw LockConflict.at(state);
        }
      } catch (IOException e) {
        closeQuietly(opened);
        throw new StateException(
            "The state " + state + " cannot be locked: " + StateException.reason(e) + ".", e);
      }
      stateChannel = Optional.of(opened);
    }

    /** Undoes what there is of it: a full disk has no room to say who holds it. */
    synchronized void abandon() {
      stateChannel.ifPresent(FileLocks::closeQuietly);
      stateChannel = Optional.empty();
      try {
        Path info = LockInfoFile.of(state);
        if (Files.exists(info) && LockInfoFile.read(info).isEmpty()) {
          Files.delete(info);
        }
      } catch (IOException _) {
        // Half of it says nothing, and is overwritten by the next holder.
      }
    }

    @Override
    public synchronized void follow(Path replacement) {
      FileChannel opened = open(replacement);
      try {
        tryLock(opened);
      } catch (IOException _) {
        // Other programs are then kept out by the name of the lock only.
      }
      stateChannel.ifPresent(FileLocks::closeQuietly);
      stateChannel = Optional.of(opened);
    }

    @Override
    public synchronized void close() {
      LOCKED.put(key, Optional.empty());
      try {
        if (LockInfoFile.isWritten(LockInfoFile.of(state), content)) {
          Files.deleteIfExists(LockInfoFile.of(state));
        }
      } catch (IOException _) {
        // What it says is then known to be of a process that doesn't hold the lock.
      }
      stateChannel.ifPresent(FileLocks::closeQuietly);
      closeQuietly(channel);
      LOCKED.remove(key);
    }
  }
}
