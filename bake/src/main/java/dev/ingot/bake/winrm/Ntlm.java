package dev.ingot.bake.winrm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The three messages of an NTLMv2 login. Rules: Microsoft's open specification MS-NLMP. */
final class Ntlm {
  private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);

  /** Unicode, target requested, NTLM, always sign, extended session security, 128 bits, 56 bits. */
  private static final int FLAGS = 0x1 | 0x4 | 0x200 | 0x8000 | 0x80000 | 0x20000000 | 0x80000000;

  private static final int HEAD = 64;

  /** Between 1601 and 1970, in units of 100 ns. */
  private static final long EPOCH = 116_444_736_000_000_000L;

  private Ntlm() {}

  /** The first message, which asks for a challenge. */
  static byte[] negotiate() {
    ByteBuffer message = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    message.put(SIGNATURE).putInt(1).putInt(FLAGS);
    return message.array();
  }

  /**
   * The third message, which answers the challenge.
   *
   * @param challenge the server's message
   * @param user may have a domain, {@code DOMAIN\\user}
   * @throws IOException when the server's message is none
   */
  static byte[] authenticate(
      byte[] challenge, String user, String password, Instant now, RandomGenerator random)
      throws IOException {
    ByteBuffer in = ByteBuffer.wrap(challenge).order(ByteOrder.LITTLE_ENDIAN);
    if (challenge.length < 48
        || !Arrays.equals(challenge, 0, 8, SIGNATURE, 0, 8)
        || in.getInt(8) != 2) {
      throw new IOException("the server's NTLM challenge is damaged");
    }
    byte[] server = Arrays.copyOfRange(challenge, 24, 32);
    int length = Short.toUnsignedInt(in.getShort(40));
    int offset = in.getInt(44);
    if (offset < 0 || offset > challenge.length - length) {
      throw new IOException("the server's NTLM challenge is damaged");
    }
    byte[] target = Arrays.copyOfRange(challenge, offset, offset + length);
    int slash = user.indexOf('\\');
    String domain = slash < 0 ? "" : user.substring(0, slash);
    String name = user.substring(slash + 1);
    byte[] nonce = new byte[8];
    random.nextBytes(nonce);
    byte[] key = hmac(Md4.of(wide(password)), wide(name.toUpperCase(Locale.ROOT)), wide(domain));
    ByteBuffer blob = ByteBuffer.allocate(28 + target.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    blob.putInt(0x0101)
        .putInt(0)
        .putLong(EPOCH + now.getEpochSecond() * 10_000_000 + now.getNano() / 100)
        .put(nonce)
        .putInt(0)
        .put(target);
    byte[] proof = hmac(key, server, blob.array());
    byte[][] fields = {
      join(hmac(key, server, nonce), nonce),
      join(proof, blob.array()),
      wide(domain),
      wide(name),
      wide(""),
      new byte[0]
    };
    ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
    head.put(SIGNATURE).putInt(3);
    int at = HEAD;
    for (byte[] field : fields) {
      head.putShort((short) field.length).putShort((short) field.length).putInt(at);
      at += field.length;
    }
    head.putInt(FLAGS);
    return join(head.array(), join(fields));
  }

  private static byte[] wide(String text) {
    return text.getBytes(StandardCharsets.UTF_16LE);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(key, "HmacMD5"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HMAC-MD5", e);
    }
  }
}
