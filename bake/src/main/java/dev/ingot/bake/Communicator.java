package dev.ingot.bake;

import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** How provisioners reach the machine an image is baked in. */
public interface Communicator {
  /**
   * Runs a command line with the machine's shell and waits for it. A cancel kills it with all it
   * started.
   *
   * @param command what to run
   * @param output takes what it prints, line by line
   * @return its exit code; 128 + n when signal n killed it
   * @throws CommunicationException when it could not be started
   * @throws InterruptedException when the calling thread is interrupted; the command is killed
   */
  int run(Command command, Output output, Cancellation cancellation)
      throws CommunicationException, InterruptedException;

  /**
   * Writes a file; folders that are missing above it are made.
   *
   * @param path absolute, inside the machine
   * @param content what it holds
   * @param mode its permissions
   */
  void upload(String path, byte[] content, int mode) throws CommunicationException;

  /**
   * Writes a copy of a file of this host with its permissions; folders that are missing above it
   * are made.
   */
  void uploadFile(String path, Path file) throws CommunicationException;

  /**
   * Writes copies of all that is in a folder of this host into a folder of the machine, with their
   * permissions.
   */
  void uploadFolder(String path, Path folder) throws CommunicationException;

  /** Whether there is a folder at the path. */
  boolean isFolder(String path) throws CommunicationException;

  /** Copies a file of the machine to this host, over an existing one. */
  void download(String path, Path file) throws CommunicationException;

  /** Copies all that is in a folder of the machine into a folder of this host. */
  void downloadFolder(String path, Path folder) throws CommunicationException;

  /** Deletes a file if it is there. */
  void remove(String path) throws CommunicationException;

  /**
   * A command to run.
   *
   * @param line as {@code sh -c} takes it; other users of this host may see it in the list of
   *     processes
   * @param environment variables it has beside the machine's own; never part of a command line
   */
  record Command(String line, SortedMap<String, String> environment) {
    public Command {
      environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }
  }

  /** Takes what a command prints. */
  @FunctionalInterface
  interface Output {
    /** Which of the two streams. */
    enum Stream {
      OUT,
      ERR
    }

    /** One line without its end. Not called concurrently. */
    void line(Stream stream, String line);
  }

  /** The machine could not be reached or did not do as asked; the message says why. */
  final class CommunicationException extends IOException {
    private static final long serialVersionUID = 1;

    /** With a message for the user. */
    public CommunicationException(String message) {
      super(message);
    }

    /** With a message for the user and what led to it. */
    public CommunicationException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
