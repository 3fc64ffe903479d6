package dev.ingot.release.exposure;

/** A file that can't be imported; the message says which, where in it, and why. */
public final class ImportException extends Exception {
  private static final long serialVersionUID = 1;

  ImportException(String message) {
    super(message);
  }
}
