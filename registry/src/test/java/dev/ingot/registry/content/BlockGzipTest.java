package dev.ingot.registry.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class BlockGzipTest {
  private static final int BLOCK = 128 * 1024;

  private static byte[] compressed(byte[] content, int piece) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BlockGzip gzip = new BlockGzip(out, 4)) {
      for (int at = 0; at < content.length; at += piece) {
        gzip.write(content, at, Math.min(piece, content.length - at));
      }
      gzip.finish();
    }
    return out.toByteArray();
  }

  private static byte[] uncompressed(byte[] gzip) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes();
  }

  /** Text, then noise, then both in turn. */
  private static byte[] mixed(int length) {
    byte[] content = new byte[length];
    Random random = new Random(7);
    byte[] line = "a line of a file\n".getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < length; at++) {
      content[at] = (at / 300_000) % 2 == 0 ? line[at % line.length] : (byte) random.nextInt(256);
    }
    return content;
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    for (int length : new int[] {0, 1, 65_536, BLOCK - 1, BLOCK, BLOCK + 1, 23 * BLOCK + 12_345}) {
      byte[] content = mixed(length);
      assertThat(uncompressed(compressed(content, 10_007)))
          .as("%d bytes", length)
          .isEqualTo(content);
    }
  }

  @Test
  void theResultDoesNotDependOnThePiecesThatWereWritten() throws IOException {
    byte[] content = mixed(29 * BLOCK + 5);
    assertThat(compressed(content, 4_096)).isEqualTo(compressed(content, content.length));
  }

  @Test
  void noiseIsStoredAndTextShrinks() throws IOException {
    byte[] noise = new byte[16 * BLOCK];
    new Random(1).nextBytes(noise);
    assertThat(compressed(noise, BLOCK).length).isBetween(noise.length, noise.length + 1_000);
    byte[] text = new byte[16 * BLOCK];
    Arrays.fill(text, (byte) 'a');
    assertThat(compressed(text, BLOCK).length).isLessThan(20_000);
  }
}
