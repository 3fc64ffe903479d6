package dev.ingot.platform.api;

/** How machines are isolated on this host. */
public enum JailMode {
  /**
   * Namespaces made by root: a read-only root, own mounts, processes and host name, few
   * capabilities.
   */
  ROOT_NAMESPACES,
  /** The same inside an unprivileged user namespace. */
  USER_NAMESPACE,
  /** Only chroot: no mounts, no process namespace, and the root is writable. */
  CHROOT_ONLY,
  /** No isolation is possible; no machine can start. */
  NONE
}
