package dev.ingot.storage;

/** Access to a new file; an existing file keeps its mode and owner. */
public enum Access {
  /** Its owner only: mode 0600. For everything that may contain a secret. */
  PRIVATE,
  /** As the umask of this process allows. For files a user asked to be written. */
  SHARED
}
