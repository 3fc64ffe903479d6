package dev.ingot.platform.driver.jail;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Mount points in a jail. */
final class MountPoints {
  private MountPoints() {}

  /**
   * Directories and files that must exist in the root as mount points: relative paths, parents
   * first.
   */
  static Set<String> of(JailSpec spec) {
    Set<String> points =
        new LinkedHashSet<>(
            List.of(
                "proc/", "sys/", "tmp/", "run/", "dev/", "etc/", "etc/hosts", "etc/resolv.conf"));
    for (JailSpec.Bind bind : spec.binds()) {
      String target = relative(bind.target());
      points.add(Files.isDirectory(bind.source()) ? target + "/" : target);
    }
    if (!spec.workingDirectory().equals("/")) {
      points.add(relative(spec.workingDirectory()) + "/");
    }
    return points;
  }

  /** The path without leading slash; refuses anything that could leave the root. */
  static String relative(String absolute) {
    List<String> parts = new ArrayList<>();
    if (!absolute.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path: " + absolute);
    }
    for (String part : absolute.split("/")) {
      if (part.equals("..") || part.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("not a plain absolute path: " + absolute);
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("the root itself can't be a mount point");
    }
    return String.join("/", parts);
  }
}
