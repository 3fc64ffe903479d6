package dev.ingot.platform.api;

import java.nio.file.Path;

/** The origin of a machine's root directory, which is always mounted read-only. */
public sealed interface MachineRoot {
  /**
   * An image of the registry.
   *
   * @param digest {@code sha256:…} of its manifest
   */
  record Image(String digest) implements MachineRoot {}

  /**
   * A directory of this host, used as it is.
   *
   * @param path absolute
   */
  record Directory(Path path) implements MachineRoot {}
}
