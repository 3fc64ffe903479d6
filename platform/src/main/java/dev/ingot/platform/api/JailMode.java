package dev.ingot.platform.api;

/** How machines are isolated on this host. */
public enum JailMode {
  /**
   * Namespaces made by root: read-only root, own mounts, processes, host name, few capabilities.
   */
  ROOT_NAMESPACES,
  /** The same inside an unprivileged user namespace. */
  USER_NAMESPACE,
  /** Only another root directory: no mounts, no own processes, the root is not read-only. */
  CHROOT_ONLY,
  /** Nothing is allowed; no machine can start. */
  NONE
}
