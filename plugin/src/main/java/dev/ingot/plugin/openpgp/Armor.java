package dev.ingot.plugin.openpgp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The text form of keys and signatures (RFC 9580, 6.2); its checksum says nothing and is skipped.
 */
final class Armor {
  private static final String BEGIN = "-----BEGIN PGP ";

  private Armor() {}

  /** The octets of the first block, or those given if they are no text. */
  static byte[] strip(byte[] given) throws OpenPgpException {
    String text = new String(given, StandardCharsets.ISO_8859_1);
    int begin = text.indexOf(BEGIN);
    if (begin < 0 || (given[0] & 0x80) != 0) {
      return given;
    }
    StringBuilder base64 = new StringBuilder(text.length());
    boolean inHead = true;
    boolean first = true;
    for (String line : text.substring(begin).split("\n", -1)) {
      String content = line.strip();
      if (first) {
        first = false;
      } else if (content.startsWith("-----END") || content.startsWith("=")) {
        return decode(base64.toString());
      } else if (inHead) {
        inHead = !content.isEmpty();
      } else {
        base64.append(content);
      }
    }
    throw new OpenPgpException("the text has no end");
  }

  private static byte[] decode(String base64) throws OpenPgpException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new OpenPgpException("the text is not Base64");
    }
  }
}
