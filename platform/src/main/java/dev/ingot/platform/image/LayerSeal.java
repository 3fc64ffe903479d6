package dev.ingot.platform.image;

import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Detects changes to an unpacked layer: a digest over the names, kinds, modes, owners, sizes and
 * change times of all its files. The kernel sets the change time at every change and nothing else
 * does, so contents need not be read again. It detects changes made by accident or by programs;
 * root on this host can forge it.
 */
final class LayerSeal {
  private LayerSeal() {}

  /** The file with a layer's seal, beside it. */
  static Path file(Path layer) {
    return layer.resolveSibling(layer.getFileName() + ".seal");
  }

  /** Whether a layer exists and is unchanged. */
  static boolean isWhole(Path layer) throws IOException {
    if (!Files.isDirectory(layer, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Optional<String> seal = AtomicFile.read(file(layer));
    return seal.isPresent() && seal.get().equals(digest(layer));
  }

  /** Seals a directory for the name it is going to have. */
  static void write(Path unpacked, Path layer) throws IOException {
    AtomicFile.write(file(layer), digest(unpacked));
  }

  private static String digest(Path layer) throws IOException {
    // Sorted: the order in a directory is the file system's and may change.
    Map<String, String> lines = new TreeMap<>();
    Files.walkFileTree(
        layer,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            // The top directory is renamed after it is sealed, which changes its time.
            note(directory, !directory.equals(layer));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            note(file, true);
            return FileVisitResult.CONTINUE;
          }

          private void note(Path path, boolean changeTime) throws IOException {
            Map<String, Object> of =
                Files.readAttributes(
                    path,
                    "unix:mode,uid,gid,size,lastModifiedTime,ctime",
                    LinkOption.NOFOLLOW_LINKS);
            lines.put(
                layer.relativize(path).toString(),
                of.get("mode")
                    + " "
                    + of.get("uid")
                    + " "
                    + of.get("gid")
                    + " "
                    + (changeTime ? of.get("size") : "")
                    + " "
                    + nanos(of.get("lastModifiedTime"))
                    + " "
                    + (changeTime ? nanos(of.get("ctime")) : ""));
          }
        });
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      lines.forEach(
          (path, line) ->
              sha256.update((path + "\0" + line + "\0").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String nanos(@Nullable Object time) {
    return time instanceof FileTime at ? at.toInstant().toString() : String.valueOf(time);
  }
}
