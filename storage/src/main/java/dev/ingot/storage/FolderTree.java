package dev.ingot.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Folders with all that is in them. Symbolic links are what they are, and never followed. */
public final class FolderTree {
  private FolderTree() {}

  /** Removes a file, a link, or a folder and all in it; nothing if it isn't there. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Copies what is in a folder into another one, which is made if it isn't there. Pipes, devices
   * and sockets are left out.
   *
   * @param kept which entries of the folder itself are copied, by their names
   */
  public static void copy(Path from, Path to, Predicate<String> kept) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> all = Files.list(from)) {
      for (Path each : all.sorted().toList()) {
        String name = String.valueOf(each.getFileName());
        Path target = to.resolve(name);
        if (!kept.test(name)) {
          continue;
        }
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          copy(each, target, _ -> true);
        } else if (Files.isSymbolicLink(each)
            || Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
          Files.copy(each, target, LinkOption.NOFOLLOW_LINKS);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
