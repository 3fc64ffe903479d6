package dev.ingot.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A file system in memory that dies at a chosen boundary: before a write, a sync, a rename, a
 * deletion. What was not synced may be lost, or half there, when it is opened again.
 *
 * <p>For tests of what survives: run something against a storage that dies at boundary 1, 2, 3 and
 * so on; after each death look at {@link #afterCrash}.
 */
public final class CrashingStorage implements Storage {
  /** The process is dead. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("crashed");
    }
  }

  private static final class Inode {
    private final long number;
    private byte[] content = {};
    private int synced;
    private long changes;

    Inode(long number) {
      this.number = number;
    }

    Inode survivor(RandomGenerator random) {
      Inode survivor = new Inode(number);
      int unsynced = content.length - synced;
      int kept = unsynced == 0 ? 0 : random.nextInt(unsynced + 1);
      survivor.content = Arrays.copyOf(content, synced + kept);
      if (kept > 0 && random.nextInt(3) == 0) {
        // A block that was allocated but never written reads as zeros.
        Arrays.fill(survivor.content, synced + kept / 2, synced + kept, (byte) 0);
      }
      survivor.synced = survivor.content.length;
      return survivor;
    }
  }

  @FunctionalInterface
  private interface FolderChange {
    void applyTo(Map<Path, Inode> names);
  }

  private final Map<Path, Inode> names = new HashMap<>();
  private final Map<Path, Inode> durableNames = new HashMap<>();
  private final List<FolderChange> unsyncedNames = new ArrayList<>();
  private final RandomGenerator random;
  private final long crashAt;
  private final long fullAt;
  private long boundaries;
  private long written;
  private long inodes;
  private long freshNames;
  private boolean dead;
  private Runnable lastRites = () -> {};

  private CrashingStorage(RandomGenerator random, long crashAt, long fullAt) {
    this.random = random;
    this.crashAt = crashAt;
    this.fullAt = fullAt;
  }

  /** An empty one that never dies. */
  public static CrashingStorage lasting(RandomGenerator random) {
    return new CrashingStorage(random, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** The same files in a storage that dies at a boundary, counted from 1. */
  public synchronized CrashingStorage dyingAt(long boundary) {
    return copy(boundary, Long.MAX_VALUE);
  }

  /** The same files on a disk that has room for so many bytes more. */
  public synchronized CrashingStorage fullAfter(long bytes) {
    return copy(Long.MAX_VALUE, bytes);
  }

  private CrashingStorage copy(long boundary, long room) {
    CrashingStorage copy = new CrashingStorage(random, boundary, room);
    copy.inodes = inodes;
    copy.freshNames = freshNames;
    names.forEach(
        (path, inode) -> {
          Inode twin = new Inode(inode.number);
          twin.content = inode.content;
          twin.synced = inode.content.length;
          copy.names.put(path, twin);
          copy.durableNames.put(path, twin);
        });
    return copy;
  }

  /** What is found after the death of this one, or after the loss of power at this moment. */
  public synchronized CrashingStorage afterCrash() {
    CrashingStorage next = new CrashingStorage(random, Long.MAX_VALUE, Long.MAX_VALUE);
    Map<Path, Inode> left = new HashMap<>(durableNames);
    int kept = random.nextInt(unsyncedNames.size() + 1);
    unsyncedNames.subList(0, kept).forEach(change -> change.applyTo(left));
    Map<Inode, Inode> survivors = new HashMap<>();
    left.forEach(
        (path, inode) -> {
          Inode survivor = survivors.computeIfAbsent(inode, dead -> dead.survivor(random));
          next.names.put(path, survivor);
          next.durableNames.put(path, survivor);
        });
    next.inodes = inodes;
    next.freshNames = freshNames;
    return next;
  }

  /** What is found after the process has died and the machine went on: all that was written. */
  public synchronized CrashingStorage afterKill() {
    return copy(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** How many boundaries there were. */
  public synchronized long boundaries() {
    return boundaries;
  }

  /** How many bytes were written. */
  public synchronized long written() {
    return written;
  }

  /** The names of all files. */
  public synchronized List<Path> files() {
    return names.keySet().stream().sorted().toList();
  }

  /** Changes a byte of a file, as a failing disk does. */
  public synchronized void flip(Path file, int offset) {
    Inode inode = names.get(file);
    if (inode != null) {
      inode.content = inode.content.clone();
      inode.content[offset] ^= 0x10;
      inode.changes++;
    }
  }

  /** Puts a file there, durably. */
  public synchronized void put(Path file, byte[] content) {
    Inode inode = new Inode(++inodes);
    inode.content = content.clone();
    inode.synced = content.length;
    names.put(file, inode);
    durableNames.put(file, inode);
  }

  /** The process is killed at this moment. */
  public synchronized Crash kill() {
    die();
    return new Crash();
  }

  /** Does something at the moment of death: what is not of this storage dies with it. */
  public synchronized void atDeath(Runnable action) {
    lastRites = action;
  }

  private void die() {
    if (!dead) {
      dead = true;
      lastRites.run();
    }
  }

  private void boundary() {
    if (dead) {
      throw new Crash();
    }
    boundaries++;
    if (boundaries == crashAt) {
      die();
      throw new Crash();
    }
  }

  private void change(FolderChange change) {
    change.applyTo(names);
    unsyncedNames.add(change);
  }

  @Override
  public synchronized Optional<byte[]> read(Path file) {
    checkAlive();
    return Optional.ofNullable(names.get(file)).map(inode -> inode.content.clone());
  }

  @Override
  public synchronized Optional<Stamp> stamp(Path file) {
    checkAlive();
    return Optional.ofNullable(names.get(file))
        .map(inode -> new Stamp(String.valueOf(inode.number), inode.content.length, inode.changes));
  }

  private void checkAlive() {
    if (dead) {
      throw new Crash();
    }
  }

  @Override
  public synchronized Appender append(Path file) throws IOException {
    boundary();
    return new Writer(existing(file));
  }

  private Inode existing(Path file) throws NoSuchFileException {
    Inode inode = names.get(file);
    if (inode == null) {
      throw new NoSuchFileException(file.toString());
    }
    return inode;
  }

  @Override
  public synchronized void overwrite(Path file, long offset, byte value) throws IOException {
    boundary();
    Inode inode = existing(file);
    inode.content = inode.content.clone();
    inode.content[(int) offset] = value;
    inode.changes++;
    boundary();
  }

  @Override
  public Path resolve(Path file) {
    return file;
  }

  @Override
  public synchronized Path freshName(Path file) {
    return file.resolveSibling("." + file.getFileName() + "." + ++freshNames + ".tmp");
  }

  @Override
  public synchronized List<Path> leftovers(Path file) {
    checkAlive();
    String prefix = "." + file.getFileName() + ".";
    return names.keySet().stream()
        .filter(path -> String.valueOf(path.getFileName()).startsWith(prefix))
        .filter(path -> path.toString().endsWith(".tmp"))
        .filter(path -> Objects.equals(path.getParent(), file.getParent()))
        .sorted()
        .toList();
  }

  @Override
  public void adopt(Path fresh, Path replaced) {
    checkAlive();
  }

  @Override
  public synchronized Appender create(Path file, Access access) {
    boundary();
    Inode inode = new Inode(++inodes);
    change(map -> map.put(file, inode));
    return new Writer(inode);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    boundary();
    Inode inode = existing(from);
    change(
        map -> {
          map.remove(from);
          map.put(to, inode);
        });
  }

  @Override
  public synchronized void link(Path from, Path to) throws IOException {
    boundary();
    Inode inode = existing(from);
    change(map -> map.put(to, inode));
  }

  @Override
  public synchronized void delete(Path file) {
    boundary();
    change(map -> map.remove(file));
  }

  @Override
  public synchronized void syncFolder(Path folder) {
    boundary();
    unsyncedNames.forEach(change -> change.applyTo(durableNames));
    unsyncedNames.clear();
  }

  @Override
  public synchronized void createFolders(Path folder) {
    checkAlive();
  }

  private final class Writer implements Appender {
    private final Inode inode;

    Writer(Inode inode) {
      this.inode = inode;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      synchronized (CrashingStorage.this) {
        int partial = 0;
        try {
          boundary();
          partial = length;
          if (written + length > fullAt) {
            partial = (int) Math.max(0, fullAt - written);
            throw new IOException("No space left on device");
          }
        } catch (Crash e) {
          partial = random.nextInt(length + 1);
          throw e;
        } finally {
          int old = inode.content.length;
          inode.content = Arrays.copyOf(inode.content, old + partial);
          System.arraycopy(bytes, offset, inode.content, old, partial);
          inode.changes++;
          written += partial;
        }
      }
    }

    @Override
    public void sync() {
      synchronized (CrashingStorage.this) {
        boundary();
        inode.synced = inode.content.length;
      }
    }

    @Override
    public byte[] content() {
      synchronized (CrashingStorage.this) {
        return inode.content.clone();
      }
    }

    @Override
    public void truncate(long length) {
      synchronized (CrashingStorage.this) {
        boundary();
        inode.content = Arrays.copyOf(inode.content, (int) length);
        inode.synced = Math.min(inode.synced, (int) length);
        inode.changes++;
      }
    }

    @Override
    public void close() {}
  }
}
