package dev.ingot.http.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What is in a PEM text (RFC 7468): what stands between the lines is skipped, as are blocks that
 * are not Base64.
 */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  private Pem() {}

  /** One block. */
  static final class Block {
    private final String label;
    private final byte[] content;

    private Block(String label, byte[] content) {
      this.label = label;
      this.content = content;
    }

    String label() {
      return label;
    }

    byte[] content() {
      return content;
    }
  }

  static List<Block> read(String text) {
    List<Block> blocks = new ArrayList<>();
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
      if (labelEnd < 0) {
        return blocks;
      }
      String label = text.substring(at + BEGIN.length(), labelEnd);
      int content = labelEnd + DASHES.length();
      int end = text.indexOf("-----END " + label + DASHES, content);
      if (end >= 0) {
        decode(text, content, end, label, blocks);
      }
      at = text.indexOf(BEGIN, end < 0 ? content : end);
    }
    return blocks;
  }

  private static void decode(String text, int from, int to, String label, List<Block> blocks) {
    byte[] characters = new byte[to - from];
    int count = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c > ' ') {
        characters[count++] = (byte) (c < 0x80 ? c : '?');
      }
    }
    byte[] packed = Arrays.copyOf(characters, count);
    try {
      blocks.add(new Block(label, Base64.getDecoder().decode(packed)));
    } catch (IllegalArgumentException e) {
      // Whoever needs a block finds that there is none; the others still count.
      return;
    }
  }
}
