package dev.ingot.provider.install;

import dev.ingot.storage.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Archives on their way, kept until they are unpacked, in a folder that is removed with this or, if
 * this process is killed, by the next one that downloads. Used by one thread.
 */
public final class Downloads implements AutoCloseable {
  private final Path parent;
  private Optional<ScratchFolder> folder = Optional.empty();

  /**
   * @param parent need not exist until the first download
   */
  public Downloads(Path parent) {
    this.parent = parent;
  }

  /** Fills a file. */
  @FunctionalInterface
  interface Filling {
    void fill(Path file) throws IOException;
  }

  /** A new file, filled; none is left where that fails. */
  Path add(Filling filling) throws IOException {
    Path file = Files.createTempFile(folder().path(), "", ".zip");
    boolean done = false;
    try {
      filling.fill(file);
      done = true;
      return file;
    } finally {
      if (!done) {
        Files.deleteIfExists(file);
      }
    }
  }

  private ScratchFolder folder() throws IOException {
    if (folder.isEmpty()) {
      ScratchFolder created = ScratchFolder.create(Files.createDirectories(parent), ".download-");
      folder = Optional.of(created);
      created.removeAbandoned();
    }
    return folder.get();
  }

  @Override
  public void close() {
    folder.ifPresent(ScratchFolder::close);
    folder = Optional.empty();
  }
}
