package dev.ingot.plugin.openpgp;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** A signature, version 4 (RFC 9580, 5.2.3). */
final class Signature {
  static final int BINARY = 0x00;
  static final int SUBKEY = 0x18;
  static final int KEY_REVOCATION = 0x20;
  static final int SUBKEY_REVOCATION = 0x28;

  private static final int ISSUER_ID = 16;
  private static final int ISSUER_FINGERPRINT = 33;
  private static final int CRITICAL = 0x80;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final int type;
  private final int algorithm;
  private final String hash;
  private final byte[] hashed;
  private final Optional<String> issuer;
  private final byte[] numbers;

  private Signature(
      int type,
      int algorithm,
      String hash,
      byte[] hashed,
      Optional<String> issuer,
      byte[] numbers) {
    this.type = type;
    this.algorithm = algorithm;
    this.hash = hash;
    this.hashed = hashed;
    this.issuer = issuer;
    this.numbers = numbers;
  }

  /**
   * Reads a signature's packet.
   *
   * @throws OpenPgpException if it is malformed, or made with a hash that is too weak
   */
  static Signature read(byte[] body) throws OpenPgpException {
    Octets in = new Octets(body);
    if (in.one() != 4) {
      throw new OpenPgpException("the signature has another version than 4");
    }
    int type = in.one();
    int algorithm = in.one();
    String hash =
        switch (in.one()) {
          case 8 -> "SHA-256";
          case 9 -> "SHA-384";
          case 10 -> "SHA-512";
          case 11 -> "SHA-224";
          default -> throw new OpenPgpException("the signature's hash is unknown or too weak");
        };
    int length = in.two();
    byte[] signed = in.take(length);
    byte[] unsigned = in.take(in.two());
    byte[] _ = in.take(2);
    Optional<String> issuer = issuer(signed);
    return new Signature(
        type,
        algorithm,
        hash,
        java.util.Arrays.copyOf(body, 6 + length),
        issuer.isPresent() ? issuer : issuer(unsigned),
        in.rest());
  }

  private static Optional<String> issuer(byte[] subpackets) throws OpenPgpException {
    Octets in = new Octets(subpackets);
    Optional<String> issuer = Optional.empty();
    while (!in.isEmpty()) {
      Octets one = in.part(Packets.newLength(in));
      int type = one.one() & ~CRITICAL;
      if (type == ISSUER_ID && one.left() == 8) {
        issuer = Optional.of(HEX.formatHex(one.rest()));
      } else if (type == ISSUER_FINGERPRINT && one.left() == 21) {
        issuer = Optional.of(HEX.formatHex(one.rest()).substring(26));
      }
    }
    return issuer;
  }

  int type() {
    return type;
  }

  /** Who says to have made it, as the key's ID. */
  Optional<String> issuer() {
    return issuer;
  }

  /** Whether a key made it for this content. */
  boolean isBy(PublicKey key, byte[] content) throws OpenPgpException {
    if (key.algorithm() != algorithm) {
      return false;
    }
    byte[] length =
        new byte[] {
          4,
          (byte) 0xff,
          0,
          (byte) (hashed.length >> 16),
          (byte) (hashed.length >> 8),
          (byte) hashed.length
        };
    try {
      MessageDigest digest = MessageDigest.getInstance(hash);
      digest.update(content);
      digest.update(hashed);
      digest.update(length);
      return switch (algorithm) {
        case PublicKey.RSA, PublicKey.RSA_SIGN_ONLY -> rsa(key, content, length);
        case PublicKey.ED25519 -> verifies("Ed25519", key, digest.digest(), numbers);
        case PublicKey.EDDSA_OLD -> verifies("Ed25519", key, digest.digest(), edDsa());
        case PublicKey.ECDSA -> verifies("NONEwithECDSA", key, digest.digest(), ecDsa());
        default -> false;
      };
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private boolean rsa(PublicKey key, byte[] content, byte[] length)
      throws OpenPgpException, GeneralSecurityException {
    byte[] number = new Octets(numbers).number().toByteArray();
    int size =
        (((java.security.interfaces.RSAPublicKey) key.key()).getModulus().bitLength() + 7) / 8;
    java.security.Signature check =
        java.security.Signature.getInstance(hash.replace("-", "") + "withRSA");
    check.initVerify(key.key());
    check.update(content);
    check.update(hashed);
    check.update(length);
    return check.verify(padded(number, size));
  }

  private static boolean verifies(String algorithm, PublicKey key, byte[] digest, byte[] signature)
      throws GeneralSecurityException {
    java.security.Signature check = java.security.Signature.getInstance(algorithm);
    check.initVerify(key.key());
    check.update(digest);
    return check.verify(signature);
  }

  private byte[] edDsa() throws OpenPgpException {
    Octets in = new Octets(numbers);
    byte[] first = padded(in.number().toByteArray(), 32);
    return PublicKey.joined(first, padded(in.number().toByteArray(), 32));
  }

  private byte[] ecDsa() throws OpenPgpException {
    Octets in = new Octets(numbers);
    BigInteger first = in.number();
    byte[] one = PublicKey.der(2, first.toByteArray());
    return PublicKey.der(0x30, PublicKey.joined(one, PublicKey.der(2, in.number().toByteArray())));
  }

  /** A number in so many octets. */
  private static byte[] padded(byte[] number, int size) throws OpenPgpException {
    int extra = Math.max(0, number.length - size);
    for (int i = 0; i < extra; i++) {
      if (number[i] != 0) {
        throw new OpenPgpException("the signature is longer than its key");
      }
    }
    byte[] all = new byte[size];
    int count = number.length - extra;
    System.arraycopy(number, extra, all, size - count, count);
    return all;
  }
}
