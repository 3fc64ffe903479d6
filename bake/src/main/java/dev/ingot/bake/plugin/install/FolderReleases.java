package dev.ingot.bake.plugin.install;

import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.version.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mirror in a folder: {@code OWNER/packer-plugin-NAME/releases/download/vX.Y.Z/FILE}.
 *
 * @param folder the root of it
 */
record FolderReleases(Path folder) implements PluginReleases {
  private Path releases(PluginAddress address) {
    return folder.resolve(address.repository()).resolve("releases/download");
  }

  @Override
  public List<Version> versions(PluginAddress address, Cancellation cancellation)
      throws StepException, IOException {
    if (!Files.isDirectory(releases(address))) {
      throw noPlugin(address);
    }
    try (Stream<Path> all = Files.list(releases(address))) {
      return all.map(each -> String.valueOf(each.getFileName()))
          .filter(name -> name.startsWith("v"))
          .map(name -> Version.parse(name.substring(1)))
          .flatMap(Optional::stream)
          .toList();
    }
  }

  @Override
  public void copy(
      PluginAddress address,
      Version version,
      String name,
      Path target,
      long most,
      Cancellation cancellation)
      throws StepException, IOException {
    Path file = releases(address).resolve("v" + version).resolve(name);
    if (!Files.isRegularFile(file)) {
      throw noFile(address, version, name);
    }
    if (Files.size(file) > most) {
      throw new StepException(file + " is larger than " + most + " bytes, the limit.");
    }
    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public String place() {
    return folder.toString();
  }
}
