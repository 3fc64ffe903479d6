package dev.ingot.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a state does to a file system. Nothing is durable before it is synced; a crash may keep or
 * lose everything since. No call is given up when its thread is interrupted: half a write is worse
 * than a late end.
 */
public interface Storage {
  /** The whole content of a file; empty if there is no such file. */
  Optional<byte[]> read(Path file) throws IOException;

  /**
   * Tells one content of a file from another without reading it; empty if there is no such file.
   */
  Optional<Stamp> stamp(Path file) throws IOException;

  /** Opens a file for appending; it must exist. */
  Appender append(Path file) throws IOException;

  /** Creates or empties a file and opens it for appending. */
  Appender create(Path file) throws IOException;

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

    /** Cuts the file to a length, in bytes. */
    void truncate(long length) throws IOException;

    @Override
    void close() throws IOException;
  }
}
