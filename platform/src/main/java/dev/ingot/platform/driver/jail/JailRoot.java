package dev.ingot.platform.driver.jail;

import java.nio.file.Path;
import java.util.LinkedHashSet;
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
      layers = topmost(layers);
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
      layers = topmost(layers);
    }
  }

  /**
   * Each layer once, where it is highest: it decides about all of its paths there, so the lower
   * ones have no effect, and the kernel mounts no directory twice.
   */
  private static List<Path> topmost(List<Path> layers) {
    return List.copyOf(new LinkedHashSet<>(layers.reversed())).reversed();
  }

  /**
   * One directory as it is. Mount points that are missing are made in it.
   *
   * @param path an existing directory
   * @param readOnly whether the jail can't write it (not kept where the host allows no mounts)
   */
  record Directory(Path path, boolean readOnly) implements JailRoot {}
}
