package dev.ingot.bake.docker;

import dev.ingot.bake.process.ProcessOwner;
import java.util.UUID;

/**
 * Names of containers of builds. They tell the process that owns the container, so that a later
 * bake can remove those whose process was killed. A label would tell it too, but labels of a
 * container become labels of the images that are committed from it.
 */
final class ContainerName {
  /** The beginning of all of them. */
  static final String PREFIX = "ingot-bake.";

  private ContainerName() {}

  /** A new one, owned by this process. */
  static String fresh() {
    ProcessOwner self = ProcessOwner.current("bake");
    return PREFIX
        + self.pid()
        + "."
        + self.space()
        + "."
        + self.started()
        + "."
        + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Whether the process that owns the container of this name is known to have ended. */
  static boolean isAbandoned(String name) {
    String[] parts = name.split("\\.", -1);
    return name.startsWith(PREFIX)
        && parts.length == 5
        && ProcessOwner.isDead("bake [" + parts[1] + " " + parts[2] + " " + parts[3] + "]");
  }
}
