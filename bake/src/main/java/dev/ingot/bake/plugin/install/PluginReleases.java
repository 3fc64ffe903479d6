package dev.ingot.bake.plugin.install;

import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.version.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where releases of plugins are. Rules: files are named as those of releases of Packer plugins on
 * GitHub.
 */
interface PluginReleases {
  /** All versions, in any order. */
  List<Version> versions(PluginAddress address, Cancellation cancellation)
      throws StepException, IOException;

  /**
   * Copies a file of a release.
   *
   * @param name of the file
   * @param most bytes that are accepted
   * @throws StepException if there is no such file, or it can't be had; the message says why
   */
  void copy(
      PluginAddress address,
      Version version,
      String name,
      Path target,
      long most,
      Cancellation cancellation)
      throws StepException, IOException;

  /** For messages. */
  String place();

  /** The error for a plugin that isn't there. */
  default StepException noPlugin(PluginAddress address) {
    return new StepException(
        "There is no plugin "
            + address
            + " at "
            + place()
            + " (the repository "
            + address.repository()
            + "). Check the source. A private repository needs a token in"
            + " PACKER_GITHUB_API_TOKEN.");
  }

  /** The error for a file that isn't there. */
  default StepException noFile(PluginAddress address, Version version, String name) {
    return new StepException(
        "The release "
            + version
            + " of "
            + address
            + " at "
            + place()
            + " has no file "
            + name
            + ". Use another version.");
  }
}
