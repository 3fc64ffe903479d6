package dev.ingot.storage;

/** Who may read a file that wasn't there before; one that was there keeps its mode and owner. */
public enum Access {
  /** Only its owner: mode 0600. For whatever may hold a secret. */
  PRIVATE,
  /** Whoever the umask of this process allows. For what a user asked to be written. */
  SHARED
}
