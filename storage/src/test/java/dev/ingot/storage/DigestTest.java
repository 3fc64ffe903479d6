package dev.ingot.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The digests of FIPS 180-4's example and their texts. */
class DigestTest {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void theSameContentHasTheSameDigestHoweverItComes(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    assertThat(Digest.of("abc").hex()).isEqualTo(ABC);
    assertThat(Digest.of(file)).isEqualTo(Digest.of("abc"));
    assertThat(
            Digest.hasher()
                .update("a")
                .update('b')
                .update("xc".getBytes(java.nio.charset.StandardCharsets.UTF_8), 1, 1)
                .digest())
        .hasToString("sha256:" + ABC);
    assertThat(Digest.of("abc").bytes()).hasSize(32).startsWith(0xba, 0x78);
  }

  @Test
  void onlyLowerCaseDigitsAreADigest() {
    assertThat(Digest.find("sha256:" + ABC)).contains(new Digest(ABC));
    assertThat(Digest.find(ABC)).isEmpty();
    assertThat(Digest.find("sha256:" + ABC.toUpperCase(java.util.Locale.ROOT))).isEmpty();
    assertThatThrownBy(() -> Digest.parse("sha512:" + ABC))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Digest("../" + ABC.substring(3)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
