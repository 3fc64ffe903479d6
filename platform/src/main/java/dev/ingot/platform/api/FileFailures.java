package dev.ingot.platform.api;

import dev.ingot.platform.api.PlatformException.Code;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Turns file system errors into errors a person can act on. */
public final class FileFailures {
  private FileFailures() {}

  /** The failure with what was being done. */
  public static PlatformException of(String what, IOException e) {
    String reason =
        e instanceof FileSystemException f && f.getReason() != null
            ? f.getReason()
            : String.valueOf(e.getMessage());
    if (reason.contains("No space left") || reason.contains("quota")) {
      return new PlatformException(
          Code.NO_SPACE,
          what + ": the disk is full",
          "Free space there, or let INGOT_HOME point to another disk.",
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
