package dev.ingot.deploy.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A folder made of objects whose names, from elsewhere, are paths. */
record ObjectFolder(Path folder) {
  /**
   * The place of an object; empty for one that stands for a folder.
   *
   * @param name below the folder
   * @throws FetchException if it leads out of the folder
   */
  Optional<Path> place(String name) throws IOException {
    Files.createDirectories(folder);
    if (name.isEmpty() || name.endsWith("/")) {
      return Optional.empty();
    }
    Path place = folder.resolve(name).normalize();
    if (name.startsWith("/")
        || List.of(name.split("/", -1)).contains("..")
        || !place.startsWith(folder.normalize())) {
      throw new FetchException("the object " + name + " leads out of its folder");
    }
    Files.createDirectories(Optional.ofNullable(place.getParent()).orElse(folder));
    return Optional.of(place);
  }
}
