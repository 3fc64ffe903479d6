package dev.ingot.state;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * The state could not be read, locked or written. The message says what is wrong, where, and what
 * to do.
 */
public class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public StateException(String message) {
    super(message);
  }

  /** With a message and its cause. */
  public StateException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What an input or output error says, as part of a sentence. */
  public static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or folder";
      case FileAlreadyExistsException _ -> "a file with that name exists";
      case FileSystemException known when known.getReason() != null ->
          String.valueOf(known.getReason());
      default -> String.valueOf(e.getMessage());
    };
  }
}
