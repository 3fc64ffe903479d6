package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.version.Version;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The packages installed for a configuration, unpacked or linked: {@code
 * HOST/NAMESPACE/TYPE/VERSION/OS_ARCH/}.
 *
 * @param folder usually {@code .terraform/providers}
 */
public record ProviderFolder(Path folder, Platform platform) {
  private static final String NAME = "terraform-provider-";

  /** Within the data folder of a configuration. */
  public static ProviderFolder in(Path data, Platform platform) {
    return new ProviderFolder(data.resolve("providers"), platform);
  }

  /** Where a package is, or is to be. */
  public Path place(ProviderAddress address, Version version) {
    return folder
        .resolve(address.host())
        .resolve(address.namespace())
        .resolve(address.type())
        .resolve(version.toString())
        .resolve(platform.toString());
  }

  /** Where a package is; empty if it isn't installed. */
  public Optional<Path> find(ProviderAddress address, Version version) {
    Path place = place(address, version);
    return Files.isDirectory(place) ? Optional.of(place) : Optional.empty();
  }

  /**
   * The program in a package: {@code terraform-provider-TYPE}, with anything after an underscore or
   * dot. Of several the first in order, which has the shortest name.
   *
   * @throws IOException if the folder can't be read or has none
   */
  public static Path program(Path folder, ProviderAddress address) throws IOException {
    String wanted = NAME + address.type();
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, NAME + "*")) {
      for (Path each : all) {
        String name = String.valueOf(each.getFileName());
        boolean fits =
            name.equals(wanted) || name.startsWith(wanted + "_") || name.startsWith(wanted + ".");
        if (fits && Files.isRegularFile(each)) {
          found.add(each);
        }
      }
    }
    if (found.isEmpty()) {
      throw new IOException("there is no program named " + wanted + " in " + folder);
    }
    found.sort(null);
    return found.getFirst();
  }
}
