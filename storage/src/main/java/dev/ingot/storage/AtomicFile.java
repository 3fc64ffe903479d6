package dev.ingot.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The program's own small files, replaced atomically by {@link Replacement}. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Replaces a file that only this user may read. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8), Access.PRIVATE);
  }

  /** Replaces a file. */
  public static void write(Path file, byte[] content, Access access) throws IOException {
    Replacement.write(new FileStorage(), file, content, access);
  }

  /** The text of a file, if it exists. */
  public static Optional<String> read(Path file) throws IOException {
    RegularFile.require(file);
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
