package dev.ingot.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How secrets are recorded. */
class SaltTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("ledger.db");
  }

  private String hash(String name, String value) {
    try (Ledger ledger = Ledger.open(file(), new TestClock())) {
      return ledger.salt().hash(name, value);
    }
  }

  @Test
  void theSameSecretHasTheSameHashAndNothingElseHasIt() {
    assertThat(hash("pin", "1234")).isEqualTo(hash("pin", "1234")).matches("[0-9a-f]{64}");
    assertThat(hash("pin", "1234")).isNotEqualTo(hash("pin", "1235"));
    assertThat(hash("pin", "1234")).isNotEqualTo(hash("pi", "n1234"));
  }

  @Test
  void anotherInstallationHashesTheSameSecretDifferently() throws IOException {
    String here = hash("pin", "1234");
    Files.delete(folder.resolve("ledger.db.salt"));
    assertThat(hash("pin", "1234")).isNotEqualTo(here);
  }

  @Test
  void whoHasOnlyTheLedgerCantGuessAShortSecret() throws IOException {
    String recorded = hash("pin", "7");
    byte[] ledger = Files.readAllBytes(file());
    String text = new String(ledger, java.nio.charset.StandardCharsets.ISO_8859_1);
    String salt = Files.readString(folder.resolve("ledger.db.salt")).strip();
    assertThat(text).doesNotContain(salt);
    for (int pin = 0; pin < 10; pin++) {
      assertThat(Digest.of("pin\0" + pin).hex()).isNotEqualTo(recorded);
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("ledger.db.salt"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aDamagedSaltIsNamed() throws IOException {
    Files.writeString(folder.resolve("ledger.db.salt"), "0123");
    assertThatThrownBy(() -> hash("pin", "1234"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ledger.db.salt of recorded secrets is damaged");
  }
}
