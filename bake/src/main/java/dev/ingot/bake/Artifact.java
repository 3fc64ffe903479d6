package dev.ingot.bake;

import java.util.List;

/**
 * The result of a build.
 *
 * @param build its build
 * @param builderId names what made it, as post-processors of plugins know it; may be empty
 * @param id the digest of an image
 * @param files its files on this host; empty for an image in the registry
 */
public record Artifact(BuildIdentity build, String builderId, String id, List<File> files) {
  /** The type of the manifest of an image that is files, in the registry. */
  public static final String FILES_TYPE = "application/vnd.ingot.files.v1";

  public Artifact {
    files = List.copyOf(files);
  }

  /** One that no plugin knows. */
  public Artifact(BuildIdentity build, String id, List<File> files) {
    this(build, "", id, files);
  }

  /**
   * One file.
   *
   * @param size in bytes
   */
  public record File(String name, long size) {}
}
