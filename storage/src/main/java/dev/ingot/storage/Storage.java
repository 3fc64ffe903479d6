package dev.ingot.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file system, as far as what is to survive a crash needs it. Nothing is durable before it is
 * synced; a crash may keep or lose everything since. No call is given up when its thread is
 * interrupted: half a write is worse than a late end.
 */
public interface Storage {
  /** The whole content of a file; empty if there is no such file. */
  Optional<byte[]> read(Path file) throws IOException;

  /** The first bytes of a file, at most so many; empty if there is no such file. */
  default Optional<byte[]> readStart(Path file, int most) throws IOException {
    return read(file).map(bytes -> Arrays.copyOf(bytes, Math.min(most, bytes.length)));
  }

  /**
   * Tells one content of a file from another without reading it; empty if there is no such file.
   */
  Optional<Stamp> stamp(Path file) throws IOException;

  /** Opens a file for appending; it must exist. */
  Appender append(Path file) throws IOException;

  /**
   * Creates a file that isn't there, or puts a new one in the place of what is, and opens it for
   * appending. A link of that name is replaced, not followed.
   */
  Appender create(Path file, Access access) throws IOException;

  /** Creates a file that only this user may read. */
  default Appender create(Path file) throws IOException {
    return create(file, Access.PRIVATE);
  }

  /** Replaces one byte of a file where it is, durable on return: the only write that isn't torn. */
  void overwrite(Path file, long offset, byte value) throws IOException;

  /** What a name leads to, behind all links; what it would lead to, if there is no such file. */
  Path resolve(Path file) throws IOException;

  /**
   * A name in a file's folder that nothing has, for the file's next content. Two writers never get
   * the same.
   */
  Path freshName(Path file);

  /** The files that killed writers left under such names. */
  List<Path> leftovers(Path file) throws IOException;

  /** Gives a fresh file the mode and owner of the one it is about to replace, if that is there. */
  void adopt(Path fresh, Path replaced) throws IOException;

  /** Gives a file another name, replacing what had it, all at once. */
  void rename(Path from, Path to) throws IOException;

  /** Gives the content of a file a second name that nothing has; may copy it. */
  void link(Path from, Path to) throws IOException;

  /** Deletes a file; nothing if there is none. */
  void delete(Path file) throws IOException;

  /** Makes renames, creations and deletions in a folder durable. */
  void syncFolder(Path folder) throws IOException;

  /** Creates a folder and those above it. */
  void createFolders(Path folder) throws IOException;

  /** What a content of a file is known by. */
  record Stamp(String file, long size, long modified) {}

  /** A file open for appending; used by one thread at a time. */
  interface Appender extends AutoCloseable {
    /** Writes at the end. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Makes what was written durable. */
    void sync() throws IOException;

    /** The whole content of the file, even if it was renamed. */
    byte[] content() throws IOException;

    /** Cuts the file to a length, in bytes. */
    void truncate(long length) throws IOException;

    @Override
    void close() throws IOException;
  }
}
