package dev.ingot.deploy.fetch;

import dev.ingot.deploy.source.PackageAddress;
import java.io.IOException;
import java.nio.file.Path;

/** One way of downloading. Addresses come without the parameters that every way has. */
interface Getter {
  /**
   * Downloads a package that isn't an archive.
   *
   * @param place where nothing is yet
   */
  void folder(PackageAddress address, Path place) throws IOException;

  /**
   * Downloads one file.
   *
   * @param file empty, to be replaced
   */
  void file(PackageAddress address, Path file) throws IOException;
}
