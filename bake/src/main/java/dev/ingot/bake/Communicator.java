package dev.ingot.bake;

import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;

/** How provisioners reach the machine an image is baked in. */
public interface Communicator {
  /**
   * Runs a command line with the machine's shell and waits for it. A cancel kills it with all it
   * started.
   *
   * @param commandLine as {@code sh -c} takes it
   * @param output takes what it prints, line by line
   * @return its exit code; 128 + n when signal n killed it
   * @throws CommunicationException when it could not be started
   * @throws InterruptedException when the calling thread is interrupted; the command is killed
   */
  int run(String commandLine, Output output, Cancellation cancellation)
      throws CommunicationException, InterruptedException;

  /**
   * Writes a file; folders that are missing above it are made.
   *
   * @param path absolute, inside the machine
   * @param content what it holds
   * @param executable whether it can be executed by all
   */
  void upload(String path, byte[] content, boolean executable) throws CommunicationException;

  /** Writes a copy of a file of this host; folders that are missing above it are made. */
  void uploadFile(String path, Path file) throws CommunicationException;

  /** Writes copies of all that is in a folder of this host into a folder of the machine. */
  void uploadFolder(String path, Path folder) throws CommunicationException;

  /** Whether there is a folder at the path. */
  boolean isFolder(String path) throws CommunicationException;

  /** Copies a file of the machine to this host, over an existing one. */
  void download(String path, Path file) throws CommunicationException;

  /** Copies all that is in a folder of the machine into a folder of this host. */
  void downloadFolder(String path, Path folder) throws CommunicationException;

  /** Deletes a file if it is there. */
  void remove(String path) throws CommunicationException;

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
