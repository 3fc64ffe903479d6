package dev.ingot.ledger;

import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.FileReason;
import dev.ingot.storage.PrivateFiles;
import dev.ingot.storage.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small file that records the end of the chain: {@code <count> <hash>}. One is beside the
 * database; another may be elsewhere, in case both are lost or restored from a backup together.
 * Written only while the database's write lock is held, so never by two processes at once.
 */
final class Checkpoint {
  private static final int LONGEST = 256;

  private final Path file;

  private Checkpoint(Path file) {
    this.file = file;
  }

  static Checkpoint beside(Path database) {
    return new Checkpoint(database.resolveSibling(database.getFileName() + ".head"));
  }

  static Checkpoint at(Path file) {
    return new Checkpoint(file.toAbsolutePath());
  }

  Path file() {
    return file;
  }

  /** The content of the file. */
  sealed interface Content {
    record Known(Head head) implements Content {}

    record Missing() implements Content {}

    record Damaged() implements Content {}
  }

  Content read() {
    try {
      RegularFile.require(file);
      if (Files.size(file) > LONGEST) {
        return new Content.Damaged();
      }
      return parse(Files.readString(file, StandardCharsets.ISO_8859_1))
          .<Content>map(Content.Known::new)
          .orElseGet(Content.Damaged::new);
    } catch (NoSuchFileException _) {
      return new Content.Missing();
    } catch (IOException e) {
      throw new LedgerException(
          "can't read " + file + ": " + FileReason.of(e) + "; check its owner and permissions", e);
    }
  }

  void write(Head head) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        PrivateFiles.createFolders(folder);
      }
      AtomicFile.write(file, head.count() + " " + head.hash() + "\n");
    } catch (IOException e) {
      throw new LedgerException(
          "the record was appended, but its checkpoint "
              + file
              + " can't be written: "
              + FileReason.of(e)
              + "; free some space or check the permissions; the next append repairs it",
          e);
    }
  }

  private static Optional<Head> parse(String text) {
    int hash = text.indexOf(' ') + 1;
    if (hash < 2 || hash > 19 || text.length() != hash + 65 || !text.endsWith("\n")) {
      return Optional.empty();
    }
    for (int at = 0; at < text.length() - 1; at++) {
      char unit = text.charAt(at);
      boolean digit = unit >= '0' && unit <= '9';
      boolean letter = unit >= 'a' && unit <= 'f';
      if (at != hash - 1 && !digit && !(letter && at >= hash)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Head(Long.parseLong(text, 0, hash - 1, 10), text.substring(hash, hash + 64)));
  }
}
