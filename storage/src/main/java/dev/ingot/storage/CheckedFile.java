package dev.ingot.storage;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Small texts of this program's own that have to be the ones it wrote: replaced whole, with a
 * digest in the last line. A text without one, as earlier versions wrote it, is taken as it is.
 *
 * <pre>
 *   what is found                     what it gives
 *   the text and its digest           the text
 *   a text without a digest           the text: the reader decides whether it makes sense
 *   a digest of another text          damaged
 *   not UTF-8, or too long            damaged
 *   a folder, something unreadable    an error that names it
 * </pre>
 */
public final class CheckedFile {
  private static final String DIGEST = "\nsha256:";
  private static final int TAIL = DIGEST.length() + 64 + 1;
  private static final int LONGEST = 16 * 1024 * 1024;

  private CheckedFile() {}

  /** A file whose content is not what was written. The message is a phrase that names it. */
  public static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public DamagedException(Path file, String problem) {
      super(file + " is damaged: " + problem);
    }
  }

  /** Replaces a file that only this user may read. */
  public static void write(Path file, String text) throws IOException {
    AtomicFile.write(
        file, text + DIGEST + Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex() + "\n");
  }

  /**
   * The text of a file, if it is there.
   *
   * @throws DamagedException if it isn't the text that was written
   */
  public static Optional<String> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file)) {
      throw new DamagedException(file, "it is not a file");
    }
    if (Files.size(file) > LONGEST) {
      throw new DamagedException(file, "it is longer than " + LONGEST + " bytes");
    }
    String all;
    try {
      all = Files.readString(file);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (CharacterCodingException _) {
      throw new DamagedException(file, "it is not a text in UTF-8");
    }
    int end = all.length() - TAIL;
    if (end < 0 || !all.startsWith(DIGEST, end) || !all.endsWith("\n")) {
      return Optional.of(all);
    }
    String text = all.substring(0, end);
    String written = all.substring(end + DIGEST.length(), all.length() - 1);
    if (!Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex().equals(written)) {
      throw new DamagedException(file, "it is not what was written, by its digest");
    }
    return Optional.of(text);
  }
}
