package dev.ingot.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Whole folders that appear under a name, or go from it, all at once: no other process, and no
 * crash, sees a part of one. Whether the files in it are durable is up to whoever wrote them.
 */
public final class AtomicFolder {
  private AtomicFolder() {}

  /**
   * Gives a folder that was made beside it its place, durable on return.
   *
   * @return false if there is a folder of that name already: another process was first, and the
   *     fresh one is still where it was
   * @throws IOException if it can't be put there
   */
  public static boolean place(Path fresh, Path target) throws IOException {
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      rename(fresh, target);
      return true;
    } catch (FileSystemException e) {
      if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Gives a folder another name in the same file system, durable on return.
   *
   * @throws IOException if there is something of that name, or no such folder
   */
  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    FileStorage storage = new FileStorage();
    Path folder = Replacement.folder(to);
    storage.syncFolder(folder);
    if (!Replacement.folder(from).equals(folder)) {
      storage.syncFolder(Replacement.folder(from));
    }
  }
}
