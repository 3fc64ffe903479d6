package dev.ingot.deploy.install;

import dev.ingot.storage.AtomicFolder;
import dev.ingot.storage.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A package that was downloaded once for all calls of it. It is read while others put it into its
 * places, so that its own place changes.
 */
final class SharedPackage {
  /** Reads files. */
  @FunctionalInterface
  interface Reading<T> {
    T of(Path folder) throws IOException, ModuleProblemException;
  }

  private Path folder;
  private boolean placed;

  SharedPackage(Path folder) {
    this.folder = folder;
  }

  synchronized <T> T read(Reading<T> reading) throws IOException, ModuleProblemException {
    return reading.of(folder);
  }

  /**
   * Puts it into a place, all at once.
   *
   * @param old where to put what was there
   * @param fresh where to make a copy, if one is needed
   */
  synchronized void place(Path target, Path old, Path fresh) throws IOException {
    Path from = folder;
    if (placed) {
      copy(folder, fresh);
      from = fresh;
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      AtomicFolder.rename(target, old);
    }
    AtomicFolder.rename(from, target);
    if (!placed) {
      folder = target;
      placed = true;
    }
  }

  /** A repository's own data isn't copied: it is large, and nothing in a module needs it. */
  private static void copy(Path from, Path to) throws IOException {
    if (Files.isSymbolicLink(from)) {
      Files.createSymbolicLink(to, Files.readSymbolicLink(from));
    } else {
      FolderTree.copy(from, to, name -> !name.equals(".git"));
    }
  }
}
