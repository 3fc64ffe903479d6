package dev.ingot.plugin.openpgp;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** A public key, version 4 (RFC 9580, 5.5.2): RSA, ECDSA and Ed25519 in its both forms. */
final class PublicKey {
  static final int RSA = 1;
  static final int RSA_SIGN_ONLY = 3;
  static final int ECDSA = 19;
  static final int EDDSA_OLD = 22;
  static final int ED25519 = 27;

  private static final int LEAST_RSA_BITS = 2048;
  private static final HexFormat HEX = HexFormat.of();
  private static final String OLD_ED25519 = "2b06010401da470f01";
  private static final String P256 = "2a8648ce3d030107";
  private static final String P384 = "2b81040022";
  private static final String P521 = "2b81040023";
  private static final byte[] X509_ED25519 = HEX.parseHex("302a300506032b6570032100");

  private final byte[] body;
  private final int algorithm;
  private final java.security.PublicKey key;
  private final String fingerprint;

  private PublicKey(byte[] body, int algorithm, java.security.PublicKey key, String fingerprint) {
    this.body = body;
    this.algorithm = algorithm;
    this.key = key;
    this.fingerprint = fingerprint;
  }

  /**
   * Reads a key's packet.
   *
   * @throws OpenPgpException if it is malformed, or of a kind that isn't known or is too weak
   */
  static PublicKey read(byte[] body) throws OpenPgpException {
    Octets in = new Octets(body);
    if (in.one() != 4) {
      throw new OpenPgpException("a key has another version than 4");
    }
    byte[] _ = in.take(4);
    int algorithm = in.one();
    try {
      return new PublicKey(body, algorithm, key(algorithm, in), fingerprint(body));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new OpenPgpException("a key is malformed");
    }
  }

  private static java.security.PublicKey key(int algorithm, Octets in)
      throws OpenPgpException, GeneralSecurityException {
    return switch (algorithm) {
      case RSA, RSA_SIGN_ONLY -> {
        BigInteger modulus = in.number();
        BigInteger exponent = in.number();
        if (modulus.bitLength() < LEAST_RSA_BITS) {
          throw new OpenPgpException("an RSA key has fewer than " + LEAST_RSA_BITS + " bits");
        }
        yield KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
      }
      case ED25519 -> ed25519(in.take(32));
      case EDDSA_OLD -> {
        String curve = HEX.formatHex(in.take(in.one()));
        byte[] point = in.number().toByteArray();
        if (!curve.equals(OLD_ED25519) || point.length != 33 || point[0] != 0x40) {
          throw new OpenPgpException("an EdDSA key is not on Ed25519");
        }
        yield ed25519(java.util.Arrays.copyOfRange(point, 1, 33));
      }
      case ECDSA -> {
        byte[] curve = in.take(in.one());
        yield elliptic(curve, in.number().toByteArray());
      }
      default -> throw new OpenPgpException("a key has the unknown algorithm " + algorithm);
    };
  }

  private static java.security.PublicKey ed25519(byte[] point) throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(joined(X509_ED25519, point)));
  }

  private static java.security.PublicKey elliptic(byte[] curve, byte[] point)
      throws OpenPgpException, GeneralSecurityException {
    String name = HEX.formatHex(curve);
    if (!name.equals(P256) && !name.equals(P384) && !name.equals(P521)) {
      throw new OpenPgpException("an ECDSA key is on a curve that isn't known");
    }
    byte[] type = der(6, HEX.parseHex("2a8648ce3d0201"));
    byte[] bits = der(3, joined(new byte[1], point));
    byte[] whole = der(0x30, joined(der(0x30, joined(type, der(6, curve))), bits));
    return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(whole));
  }

  /** An element of DER; none here is longer than 255 octets. */
  static byte[] der(int tag, byte[] content) {
    byte[] head =
        content.length < 0x80
            ? new byte[] {(byte) tag, (byte) content.length}
            : new byte[] {(byte) tag, (byte) 0x81, (byte) content.length};
    return joined(head, content);
  }

  static byte[] joined(byte[] one, byte[] other) {
    byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static String fingerprint(byte[] body) throws GeneralSecurityException {
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    sha1.update(hashed(body));
    return HEX.withUpperCase().formatHex(sha1.digest());
  }

  private static byte[] hashed(byte[] body) {
    return joined(new byte[] {(byte) 0x99, (byte) (body.length >> 8), (byte) body.length}, body);
  }

  /** The key as it stands in what is signed about it (RFC 9580, 5.2.4). */
  byte[] hashed() {
    return hashed(body);
  }

  int algorithm() {
    return algorithm;
  }

  java.security.PublicKey key() {
    return key;
  }

  /** 40 hexadecimal digits, upper case. */
  String fingerprint() {
    return fingerprint;
  }

  /** The last 16 digits of the fingerprint. */
  String id() {
    return fingerprint.substring(24);
  }
}
