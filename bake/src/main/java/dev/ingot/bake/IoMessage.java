package dev.ingot.bake;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The text of an I/O error for the user. */
public final class IoMessage {
  private IoMessage() {}

  /** Whether the disk or the quota was full. */
  public static boolean isFullDisk(Exception e) {
    String said = String.valueOf(e.getMessage());
    return said.contains("No space left on device") || said.contains("Disk quota exceeded");
  }

  /** A phrase without a full stop. */
  public static String of(Exception e) {
    if (isFullDisk(e)) {
      return "the disk is full ("
          + e.getMessage()
          + "); free some space and try again: finished layers are kept";
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
