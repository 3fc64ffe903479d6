package dev.ingot.platform.api;

import dev.ingot.platform.api.PlatformException.Code;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Turns errors of the file system into messages a user can act on. */
public final class FileFailures {
  private FileFailures() {}

  /** The failure of an operation, described by {@code what}. */
  public static PlatformException of(String what, IOException e) {
    String reason =
        e instanceof FileSystemException f && f.getReason() != null
            ? f.getReason()
            : String.valueOf(e.getMessage());
    if (reason.contains("No space left") || reason.contains("quota")) {
      return new PlatformException(
          Code.NO_SPACE,
          what + ": the disk is full",
          "Free space there, or set INGOT_HOME to a folder on another disk.",
          e);
    }
    if (e instanceof AccessDeniedException || reason.contains("ermission denied")) {
      return new PlatformException(
          Code.FORBIDDEN,
          what + ": permission denied",
          "Run as the owner of INGOT_HOME, or as root.",
          e);
    }
    return new PlatformException(Code.FAILED, what + ": " + reason, "", e);
  }
}
