package dev.ingot.lang.function.crypto;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.encoding.Base64Text;
import dev.ingot.lang.function.encoding.Utf8;
import dev.ingot.lang.value.Quoting;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;

/**
 * Decryption with a private RSA key in PEM: PKCS #1, PKCS #8, or OpenSSH's own format without a
 * passphrase.
 */
final class RsaKey {
  private static final int KEY = 1;
  private static final byte[] ALGORITHM = {
    2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };
  private static final String OPENSSH_MAGIC = "openssh-key-v1\0";

  private RsaKey() {}

  static String decrypt(String ciphertext, String pem) throws FunctionFailure {
    byte[] encrypted;
    try {
      encrypted = Base64Text.decode(ciphertext);
    } catch (FunctionFailure e) {
      throw new FunctionFailure(
          0,
          "failed to decode input "
              + Quoting.quoted(ciphertext)
              + ": cipher text must be base64-encoded");
    }
    PrivateKey key = read(pem);
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      cipher.init(Cipher.DECRYPT_MODE, key);
      return Utf8.decode(cipher.doFinal(encrypted), "the decrypted text is not valid UTF-8");
    } catch (GeneralSecurityException e) {
      throw new FunctionFailure("failed to decrypt: crypto/rsa: decryption error");
    }
  }

  private static FunctionFailure invalid(String why) {
    return new FunctionFailure(KEY, "invalid private key: " + why);
  }

  private static PrivateKey read(String pem) throws FunctionFailure {
    int begin = pem.indexOf("-----BEGIN ");
    int labelEnd = begin < 0 ? -1 : pem.indexOf("-----", begin + 11);
    int end = labelEnd < 0 ? -1 : pem.indexOf("-----END ", labelEnd);
    if (end < 0) {
      throw invalid("ssh: no key found");
    }
    String body = pem.substring(labelEnd + 5, end);
    if (body.contains("ENCRYPTED")) {
      throw invalid("the key is protected by a passphrase");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(body);
      KeySpec spec =
          switch (pem.substring(begin + 11, labelEnd)) {
            case "RSA PRIVATE KEY" -> new PKCS8EncodedKeySpec(wrapped(der));
            case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(der);
            case "OPENSSH PRIVATE KEY" -> openSsh(der);
            default -> throw invalid("the key type is not supported");
          };
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (GeneralSecurityException | IllegalArgumentException | BufferUnderflowException e) {
      throw invalid("it is not a readable RSA key");
    }
  }

  /** A PKCS #1 key as PKCS #8, which adds the algorithm identifier. */
  private static byte[] wrapped(byte[] key) {
    byte[] octets = tagged(4, key);
    byte[] content = new byte[ALGORITHM.length + octets.length];
    System.arraycopy(ALGORITHM, 0, content, 0, ALGORITHM.length);
    System.arraycopy(octets, 0, content, ALGORITHM.length, octets.length);
    return tagged(0x30, content);
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] bytes = BigInteger.valueOf(length).toByteArray();
      int skip = bytes[0] == 0 ? 1 : 0;
      out.write(0x80 | (bytes.length - skip));
      out.write(bytes, skip, bytes.length - skip);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static KeySpec openSsh(byte[] data) throws FunctionFailure {
    byte[] magic = OPENSSH_MAGIC.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer buffer = ByteBuffer.wrap(data);
    byte[] start = new byte[magic.length];
    buffer.get(start);
    String cipher = new String(field(buffer), StandardCharsets.US_ASCII);
    if (!java.util.Arrays.equals(magic, start) || !cipher.equals("none")) {
      throw invalid("the key is protected by a passphrase");
    }
    field(buffer);
    field(buffer);
    buffer.getInt();
    field(buffer);
    ByteBuffer key = ByteBuffer.wrap(field(buffer));
    key.getLong();
    if (!new String(field(key), StandardCharsets.US_ASCII).equals("ssh-rsa")) {
      throw invalid("it is not an RSA key");
    }
    BigInteger modulus = new BigInteger(field(key));
    field(key);
    return new RSAPrivateKeySpec(modulus, new BigInteger(field(key)));
  }

  private static byte[] field(ByteBuffer buffer) {
    int length = buffer.getInt();
    if (length < 0 || length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }
}
