package dev.ingot.provider.registry;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/** A publisher's key for one test, and signatures by it, in the format of OpenPGP. */
public final class TestSigner {
  private final KeyPair keys;

  /** A new key. */
  public TestSigner() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
  }

  /** The public key as text. */
  public String armored() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    byte[] body =
        join(
            new byte[] {4, 0, 0, 0, 1, 1},
            number(key.getModulus()),
            number(key.getPublicExponent()));
    return "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n"
        + Base64.getMimeEncoder().encodeToString(packet(6, body))
        + "\n-----END PGP PUBLIC KEY BLOCK-----\n";
  }

  /** A signature of a content. */
  public byte[] sign(byte[] content) throws Exception {
    byte[] hashed = {4, 0, 1, 8, 0, 0};
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(content);
    signature.update(hashed);
    signature.update(new byte[] {4, (byte) 0xff, 0, 0, 0, (byte) hashed.length});
    byte[] number = number(new BigInteger(1, signature.sign()));
    return packet(2, join(hashed, new byte[] {0, 0, 0, 0}, number));
  }

  private static byte[] number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int skip = bytes[0] == 0 ? 1 : 0;
    int bits = number.bitLength();
    byte[] all = new byte[2 + bytes.length - skip];
    all[0] = (byte) (bits >> 8);
    all[1] = (byte) bits;
    System.arraycopy(bytes, skip, all, 2, bytes.length - skip);
    return all;
  }

  private static byte[] packet(int tag, byte[] body) {
    byte[] head = {(byte) (0x80 | (tag << 2) | 1), (byte) (body.length >> 8), (byte) body.length};
    return join(head, body);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.write(part, 0, part.length);
    }
    return out.toByteArray();
  }
}
