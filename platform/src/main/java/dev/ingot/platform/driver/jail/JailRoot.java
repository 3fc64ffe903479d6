package dev.ingot.platform.driver.jail;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/** The root directory of a jail. */
public sealed interface JailRoot {
  /**
   * Stacked directories, read-only.
   *
   * @param layers the lowest first, at least one
   */
  record Layers(List<Path> layers) implements JailRoot {
    public Layers {
      layers = topmost(layers);
    }
  }

  /**
   * Stacked directories; writes go to {@code upper}, in the form of overlayfs.
   *
   * @param layers the lowest first, may be empty
   * @param upper an existing directory on a filesystem with user extended attributes
   * @param work an existing, empty directory beside it
   */
  record Writable(List<Path> layers, Path upper, Path work) implements JailRoot {
    public Writable {
      if (!Objects.equals(upper.toAbsolutePath().getParent(), work.toAbsolutePath().getParent())) {
        throw new IllegalArgumentException(upper + " and " + work + " are not in one directory");
      }
      layers = topmost(layers);
    }
  }

  /**
   * Each layer once, at its highest place: lower occurrences would have no effect, and the kernel
   * mounts no directory twice.
   */
  private static List<Path> topmost(List<Path> layers) {
    return List.copyOf(new LinkedHashSet<>(layers.reversed())).reversed();
  }

  /**
   * A single directory. Missing mount points are created in it.
   *
   * @param path an existing directory
   * @param readOnly whether the jail can't write to it (not enforced where the host allows no
   *     mounts)
   */
  record Directory(Path path, boolean readOnly) implements JailRoot {}
}
