package dev.ingot.ledger;

import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.Digest;
import dev.ingot.storage.FileReason;
import dev.ingot.storage.FolderLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The random bytes that secrets are hashed with before they are recorded. They are kept in a file
 * of their own beside the ledger, {@code <file>.salt}, and never in it: whoever has only the ledger
 * (a copy, a backup, a table of a team's database) can't find a short secret by trying.
 *
 * <p>Without the file new bytes are drawn; hashes recorded before then compare as different.
 */
public final class Salt {
  private static final int LENGTH = 32;

  private final byte[] bytes;

  private Salt(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The salt in a file, which is created where it is missing.
   *
   * @param random draws the bytes; must be unpredictable
   * @throws LedgerException if the file can't be read or written, or doesn't hold a salt
   */
  static Salt in(Path file, RandomGenerator random) {
    try {
      Optional<String> kept = AtomicFile.read(file);
      if (kept.isEmpty()) {
        try (FolderLock _ = FolderLock.acquire(file.resolveSibling(file.getFileName() + ".lock"))) {
          kept = AtomicFile.read(file);
          if (kept.isEmpty()) {
            byte[] fresh = new byte[LENGTH];
            random.nextBytes(fresh);
            AtomicFile.write(file, HexFormat.of().formatHex(fresh) + "\n");
            return new Salt(fresh);
          }
        }
      }
      return parse(file, kept.get().strip());
    } catch (IOException e) {
      throw new LedgerException(
          "the salt "
              + file
              + " of recorded secrets can't be read or written: "
              + FileReason.of(e)
              + "; check free space, its owner and permissions",
          e);
    }
  }

  private static Salt parse(Path file, String text) {
    try {
      byte[] bytes = HexFormat.of().parseHex(text);
      if (bytes.length == LENGTH) {
        return new Salt(bytes);
      }
    } catch (IllegalArgumentException _) {
      // The same as one of another length.
    }
    throw new LedgerException(
        "the salt "
            + file
            + " of recorded secrets is damaged; restore it from a backup, or remove it: secrets"
            + " recorded so far then compare as changed");
  }

  /** The hash of a secret: 64 hexadecimal digits, the same for the same name and value. */
  public String hash(String name, String value) {
    // Keyed twice, so that no hash can be extended to that of a longer value.
    Digest inner = Digest.hasher().update(bytes).update(name + "\0" + value).digest();
    return Digest.hasher().update(bytes).update(inner.bytes()).digest().hex();
  }
}
