package dev.ingot.bake;

import java.nio.file.Path;

/**
 * The identity of a build of a template.
 *
 * @param name {@code rootfs.hello}, or {@code build.rootfs.hello} in a build that has a name
 * @param buildName the name of its build block; empty when it has none
 * @param sourceType the type of its source, {@code rootfs}
 * @param sourceName the name of its source in this build, {@code hello}
 * @param declaredName the name of the source where it is declared, {@code build_name}
 * @param folder the template's folder
 * @param workingFolder the base of relative paths, absolute
 */
public record BuildIdentity(
    String name,
    String buildName,
    String sourceType,
    String sourceName,
    String declaredName,
    Path folder,
    Path workingFolder) {
  /** A path of this host as a template writes it. */
  public Path resolve(String path) {
    return workingFolder.resolve(path);
  }

  /** {@code rootfs.hello}, as {@code only} and {@code except} of blocks name it. */
  public String source() {
    return sourceType + "." + sourceName;
  }
}
