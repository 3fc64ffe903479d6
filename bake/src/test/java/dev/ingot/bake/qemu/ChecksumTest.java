package dev.ingot.bake.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The forms of iso_checksum. */
final class ChecksumTest {
  private static final String MD5 = "090992ba9fd140077b0661cb75f7ce13";
  private static final String SHA1 = "ebfb681885ddf1234c18094a45bbeafd91467911";

  @Test
  void theAlgorithmIsWrittenOrKnownByTheLength() {
    assertThat(Checksum.parse(MD5)).contains(new Checksum.Hash("MD5", MD5));
    assertThat(Checksum.parse("sha1:" + SHA1)).contains(new Checksum.Hash("SHA-1", SHA1));
    assertThat(Checksum.parse("none")).contains(new Checksum.None());
    assertThat(Checksum.parse("file:./SUMS")).contains(new Checksum.Listed("./SUMS"));
    assertThat(Checksum.parse("sha256:" + MD5)).isEmpty();
    assertThat(Checksum.parse("abc")).isEmpty();
    assertThat(Checksum.parse("file:")).isEmpty();
  }

  @Test
  void aListHasALineForTheFile() {
    Checksum.Hash hash = new Checksum.Hash("MD5", MD5);
    assertThat(Checksum.find(SHA1 + "  other.iso\n" + MD5 + " *./x/a.iso\n", "a.iso"))
        .contains(hash);
    assertThat(Checksum.find("MD5 (a.iso) = " + MD5, "a.iso")).contains(hash);
    assertThat(Checksum.find(MD5 + "\n", "any.iso")).contains(hash);
    assertThat(Checksum.find(MD5 + " b.iso\n", "a.iso")).isEmpty();
    assertThat(Checksum.find("", "a.iso")).isEmpty();
  }
}
