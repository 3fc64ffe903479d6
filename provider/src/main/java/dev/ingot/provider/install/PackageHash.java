package dev.ingot.provider.install;

import dev.ingot.storage.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A checksum of a provider's package, as the dependency lock file has it: {@code h1:} of the files
 * in it, packed or not, {@code zh:} of the archive. Rules: the documentation of the dependency lock
 * file; {@code h1} is that of Go modules.
 *
 * @param text with its scheme
 */
public record PackageHash(String text) implements Comparable<PackageHash> {
  private static final String OF_FILES = "h1:";

  /** Whether it can be checked of a package that is unpacked. */
  public boolean isOfFiles() {
    return text.startsWith(OF_FILES);
  }

  /** The {@code h1} of a folder; links in it count as what they lead to. */
  public static PackageHash ofFolder(Path folder) throws IOException {
    Path real = folder.toRealPath();
    Map<String, Digest> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(real)) {
      for (Path file : all.filter(path -> !Files.isDirectory(path)).toList()) {
        files.put(real.relativize(file).toString(), Digest.of(file));
      }
    }
    return ofFiles(files);
  }

  /** The {@code h1} of an archive. */
  public static PackageHash ofArchiveFiles(Path archive) throws IOException {
    Map<String, Digest> files = new TreeMap<>();
    byte[] buffer = new byte[64 * 1024];
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        if (entry.isDirectory()) {
          continue;
        }
        Digest.Hasher hasher = Digest.hasher();
        try (InputStream in = zip.getInputStream(entry)) {
          for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            hasher.update(buffer, 0, count);
          }
        }
        files.put(entry.getName(), hasher.digest());
      }
    }
    return ofFiles(files);
  }

  private static PackageHash ofFiles(Map<String, Digest> files) {
    StringBuilder list = new StringBuilder();
    files.forEach(
        (name, digest) -> list.append(digest.hex()).append("  ").append(name).append('\n'));
    byte[] hash = Digest.of(list.toString().getBytes(StandardCharsets.UTF_8)).bytes();
    return new PackageHash(OF_FILES + Base64.getEncoder().encodeToString(hash));
  }

  /** The {@code zh} of an archive. */
  public static PackageHash ofArchive(Path archive) throws IOException {
    return new PackageHash("zh:" + Digest.of(archive).hex());
  }

  @Override
  public int compareTo(PackageHash other) {
    return text.compareTo(other.text);
  }
}
