package dev.ingot.bake.qemu;

import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The hashes of large files, remembered as long as a file has the same size, time and identity:
 * reading an image of gigabytes takes longer than an unchanged bake may.
 *
 * @param folder of what is remembered; may be deleted at any time
 */
record FileHashes(Path folder) {
  String of(Path file, String algorithm) throws IOException {
    BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
    String state =
        algorithm + " " + seen.size() + " " + seen.lastModifiedTime() + " " + seen.fileKey();
    Path known = folder.resolve(Digest.of(algorithm + file.toAbsolutePath()).hex());
    Optional<String> remembered = AtomicFile.read(known);
    if (remembered.isPresent() && remembered.get().startsWith(state + "\n")) {
      return remembered.get().substring(state.length() + 1).strip();
    }
    String hash = hash(file, algorithm);
    Files.createDirectories(folder);
    AtomicFile.write(known, state + "\n" + hash + "\n");
    return hash;
  }

  private static String hash(Path file, String algorithm) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] buffer = new byte[256 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (Thread.currentThread().isInterrupted()) {
          throw new java.io.InterruptedIOException("interrupted");
        }
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("this Java has no " + algorithm, e);
    }
  }
}
