package dev.ingot.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The file system operations that crash-safe files need. Nothing is durable before it is synced; a
 * crash may keep or lose everything since. No call stops when its thread is interrupted: half a
 * write is worse than a late end.
 */
public interface Storage {
  /** The whole content of a file; empty if there is no such file. */
  Optional<byte[]> read(Path file) throws IOException;

  /** The first bytes of a file, up to a limit; empty if there is no such file. */
  default Optional<byte[]> readStart(Path file, int most) throws IOException {
    return read(file).map(bytes -> Arrays.copyOf(bytes, Math.min(most, bytes.length)));
  }

  /** Identifies a file's content without reading it; empty if there is no such file. */
  Optional<Stamp> stamp(Path file) throws IOException;

  /** Opens a file for appending; it must exist. */
  Appender append(Path file) throws IOException;

  /**
   * Creates a new file, replacing an existing one, and opens it for appending. A link of that name
   * is replaced, not followed.
   */
  Appender create(Path file, Access access) throws IOException;

  /** Creates a file that only this user may read. */
  default Appender create(Path file) throws IOException {
    return create(file, Access.PRIVATE);
  }

  /** Replaces one byte of a file in place, durable on return: the only write that can't be torn. */
  void overwrite(Path file, long offset, byte value) throws IOException;

  /** The target of a name with all links followed, whether or not the file exists. */
  Path resolve(Path file) throws IOException;

  /**
   * An unused name in a file's folder, for the file's next content. Two writers never get the same.
   */
  Path freshName(Path file);

  /** The files that killed writers left under such names. */
  List<Path> leftovers(Path file) throws IOException;

  /** Gives a new file the mode and owner of the one it is about to replace, if that exists. */
  void adopt(Path fresh, Path replaced) throws IOException;

  /** Renames a file, atomically replacing any file of that name. */
  void rename(Path from, Path to) throws IOException;

  /** Gives the content of a file a second, unused name; may copy it. */
  void link(Path from, Path to) throws IOException;

  /** Deletes a file if it exists. */
  void delete(Path file) throws IOException;

  /** Makes renames, creations and deletions in a folder durable. */
  void syncFolder(Path folder) throws IOException;

  /** Creates a folder and its parents. */
  void createFolders(Path folder) throws IOException;

  /** The identity of a file's content. */
  record Stamp(String file, long size, long modified) {}

  /** A file open for appending; used by one thread at a time. */
  interface Appender extends AutoCloseable {
    /** Writes at the end. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Makes what was written durable. */
    void sync() throws IOException;

    /** The content of the file, even if it was renamed. */
    byte[] content() throws IOException;

    /** Truncates the file to a length in bytes. */
    void truncate(long length) throws IOException;

    @Override
    void close() throws IOException;
  }
}
