package dev.ingot.provider.install;

import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.Digest;
import dev.ingot.storage.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Remembers the checksum of packages, so that a program of some hundred megabytes isn't read at
 * each command. What is remembered holds as long as no file of the package has another size, time
 * of modification or change, or place on the disk. Only this user can write there; a note that was
 * damaged is as good as none.
 *
 * @param folder need not exist yet
 */
public record VerifiedPackages(Path folder) {
  private static final int MOST_FILES = 1000;

  /**
   * The checksum of an unpacked package.
   *
   * @throws IOException if it can't be read
   */
  public PackageHash hash(Path unpacked) throws IOException {
    Path real = unpacked.toRealPath();
    String state = state(real);
    Path note = folder.resolve(Digest.of(real.toString()).hex());
    Optional<String> known = remembered(note);
    if (known.isPresent() && known.get().startsWith(state)) {
      return new PackageHash(known.get().substring(state.length()));
    }
    PackageHash hash = PackageHash.ofFolder(real);
    if (state.equals(state(real))) {
      remember(note, state + hash.text());
    }
    return hash;
  }

  /** What changes when a file does: nobody but the system sets the time of change. */
  private static String state(Path real) throws IOException {
    StringBuilder state = new StringBuilder();
    List<Path> files;
    try (Stream<Path> all = Files.walk(real)) {
      files = all.limit(MOST_FILES + 1L).sorted().toList();
    }
    if (files.size() > MOST_FILES) {
      throw new IOException(real + " has more than " + MOST_FILES + " files");
    }
    for (Path file : files) {
      Map<String, Object> attributes =
          Files.readAttributes(file, "unix:ino,dev,size,lastModifiedTime,ctime");
      state
          .append(real.relativize(file))
          .append(' ')
          .append(attributes.get("dev"))
          .append(' ')
          .append(attributes.get("ino"))
          .append(' ')
          .append(attributes.get("size"))
          .append(' ')
          .append(attributes.get("lastModifiedTime"))
          .append(' ')
          .append(attributes.get("ctime"))
          .append('\n');
    }
    return state.toString();
  }

  private static Optional<String> remembered(Path note) {
    try {
      return AtomicFile.read(note).flatMap(VerifiedPackages::checked);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What was written, if it is what was written: a damaged checksum would fail every command. */
  private static Optional<String> checked(String note) {
    int end = note.lastIndexOf('\n');
    return end > 0 && note.substring(end + 1).equals(Digest.of(note.substring(0, end)).hex())
        ? Optional.of(note.substring(0, end))
        : Optional.empty();
  }

  private void remember(Path note, String text) {
    try {
      PrivateFiles.createFolders(folder);
      AtomicFile.write(note, text + "\n" + Digest.of(text).hex());
    } catch (IOException e) {
      // It is read again next time.
      return;
    }
  }
}
