package dev.ingot.bake;

import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The connection of provisioners to the machine in which an image is baked. */
public interface Communicator {
  /**
   * Runs a command line with the machine's shell and waits for it. A cancel kills it and everything
   * it started.
   *
   * @param command what to run
   * @param output receives its output, line by line
   * @return its exit code; 128 + n when signal n killed it
   * @throws CommunicationException when it could not be started
   * @throws InterruptedException when the calling thread is interrupted; the command is killed
   */
  int run(Command command, Output output, Cancellation cancellation)
      throws CommunicationException, InterruptedException;

  /**
   * Writes a file, creating missing parent folders.
   *
   * @param path absolute, inside the machine
   * @param content its content
   * @param mode its permissions
   */
  void upload(String path, byte[] content, int mode) throws CommunicationException;

  /** Uploads a file of this host with its permissions, creating missing parent folders. */
  void uploadFile(String path, Path file) throws CommunicationException;

  /** Uploads the contents of a folder of this host to a folder of the machine, with permissions. */
  void uploadFolder(String path, Path folder) throws CommunicationException;

  /** Whether the path is a folder. */
  boolean isFolder(String path) throws CommunicationException;

  /** Downloads a file of the machine to this host, replacing an existing one. */
  void download(String path, Path file) throws CommunicationException;

  /** Downloads the contents of a folder of the machine to a folder of this host. */
  void downloadFolder(String path, Path folder) throws CommunicationException;

  /** Deletes a file if it exists. */
  void remove(String path) throws CommunicationException;

  /**
   * A command to run.
   *
   * @param line as {@code sh -c} takes it; other users of this host may see it in the list of
   *     processes
   * @param environment variables in addition to the machine's own; never part of a command line
   */
  record Command(String line, SortedMap<String, String> environment) {
    public Command {
      environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }
  }

  /** Receives the output of a command. */
  @FunctionalInterface
  interface Output {
    /** An output stream. */
    enum Stream {
      OUT,
      ERR
    }

    /** Receives one line without its terminator. Not called concurrently. */
    void line(Stream stream, String line);
  }

  /** The machine could not be reached or an operation failed; the message says why. */
  final class CommunicationException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean lost;

    /** With a message for the user. */
    public CommunicationException(String message) {
      super(message);
      this.lost = false;
    }

    /** With a message for the user and its cause. */
    public CommunicationException(String message, Throwable cause) {
      super(message, cause);
      this.lost = false;
    }

    private CommunicationException(String message, boolean lost) {
      super(message);
      this.lost = lost;
    }

    /** The connection was there and ended, as it does when a machine restarts. */
    public static CommunicationException ofLostConnection(String message) {
      return new CommunicationException(message, true);
    }

    /** Whether the connection ended, so that it may be worth another try. */
    public boolean isLost() {
      return lost;
    }
  }
}
