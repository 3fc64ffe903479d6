package dev.ingot.platform.driver.jail;

import java.nio.file.Path;
import java.util.List;

/** What a jail has at {@code /}. */
public sealed interface JailRoot {
  /**
   * Directories laid over each other, read-only.
   *
   * @param layers the lowest first, at least one
   */
  record Layers(List<Path> layers) implements JailRoot {
    public Layers {
      layers = List.copyOf(layers);
    }
  }

  /**
   * Directories laid over each other; what is written goes to {@code upper}, in overlayfs form.
   *
   * @param layers the lowest first, may be empty
   * @param upper an existing directory on a filesystem with user extended attributes
   * @param work an existing, empty directory on the same filesystem
   */
  record Writable(List<Path> layers, Path upper, Path work) implements JailRoot {
    public Writable {
      layers = List.copyOf(layers);
    }
  }

  /**
   * One directory as it is. Mount points that are missing are made in it.
   *
   * @param path an existing directory
   * @param readOnly whether the jail can't write it (not kept where the host allows no mounts)
   */
  record Directory(Path path, boolean readOnly) implements JailRoot {}
}
