package dev.ingot.bake.template;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What an input or output error says to a person. */
public final class IoMessage {
  private IoMessage() {}

  /** A phrase without a full stop. */
  public static String of(Exception e) {
    String said = String.valueOf(e.getMessage());
    if (said.contains("No space left on device") || said.contains("Disk quota exceeded")) {
      return "the disk is full ("
          + said
          + "); free some space and repeat: layers that were finished are kept";
    }
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case NotDirectoryException other -> other.getFile() + " is not a folder";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + other.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
