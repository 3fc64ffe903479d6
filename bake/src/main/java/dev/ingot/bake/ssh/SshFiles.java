package dev.ingot.bake.ssh;

import dev.ingot.bake.Communicator.CommunicationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Single operations on the files of a machine; a path is absolute or relative to the home. */
sealed interface SshFiles permits SftpFiles, ShellFiles {
  /**
   * What a path names.
   *
   * @param name without its folder
   */
  record Entry(String name, Kind kind) {
    /** A kind of entry. */
    enum Kind {
      FILE,
      FOLDER,
      OTHER
    }
  }

  /** Writes a file that nobody else can read until it has its permissions. */
  void write(String path, InputStream content, int mode)
      throws CommunicationException, IOException, InterruptedException;

  /** Makes a symbolic link, replacing a file. */
  void link(String path, String target)
      throws CommunicationException, IOException, InterruptedException;

  /** Makes a folder and those above it. */
  void makeFolder(String path) throws CommunicationException, InterruptedException;

  /** Sets permissions. */
  void permit(String path, int mode) throws CommunicationException, InterruptedException;

  /** Whether it is a folder, following links. */
  boolean isFolder(String path) throws CommunicationException, InterruptedException;

  /** Reads a file. */
  void read(String path, OutputStream content)
      throws CommunicationException, IOException, InterruptedException;

  /** The entries of a folder. */
  List<Entry> list(String path) throws CommunicationException, InterruptedException;

  /** Deletes a file if it is there. */
  void delete(String path) throws CommunicationException, InterruptedException;
}
