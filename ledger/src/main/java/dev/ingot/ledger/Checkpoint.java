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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small file that records the end of the chain: {@code <count> <hash>}. One is beside the
 * database; another may be elsewhere, in case both are lost or restored from a backup together.
 * Written only while the database's write lock is held, so never by two processes at once.
 */
final class Checkpoint {
  private static final Pattern LINE = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64})\\n");
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
    Matcher matcher = LINE.matcher(text);
    return matcher.matches()
        ? Optional.of(new Head(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }
}
