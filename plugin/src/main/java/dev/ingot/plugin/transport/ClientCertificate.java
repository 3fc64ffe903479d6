package dev.ingot.plugin.transport;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * A key with its self-signed certificate, made for one connection, by which a plugin knows who
 * started it. Rules: RFC 5280, and what go-plugin's TLS accepts (mtls.go, MPL): a certificate
 * authority of its own, for clients and servers, named {@code localhost}.
 */
public final class ClientCertificate {
  private static final String CURVE = "secp256r1";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final String NAME = "localhost";

  private final PrivateKey key;
  private final X509Certificate certificate;

  private ClientCertificate(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /**
   * A new one.
   *
   * @param random where its serial number comes from; the key comes from the platform's own source
   */
  public static ClientCertificate create(RandomGenerator random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      KeyPair keys = generator.generateKeyPair();
      byte[] content = content(keys, BigInteger.valueOf(random.nextLong(1, Long.MAX_VALUE)));
      Signature signature = Signature.getInstance(SIGNATURE);
      signature.initSign(keys.getPrivate());
      signature.update(content);
      byte[] encoded = Der.sequence(content, algorithm(), Der.bits(signature.sign()));
      return new ClientCertificate(
          keys.getPrivate(),
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(encoded)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has elliptic curves and X.509", e);
    }
  }

  private static byte[] algorithm() {
    return Der.sequence(Der.object("2a8648ce3d040302"));
  }

  private static byte[] content(KeyPair keys, BigInteger serial) {
    byte[] name =
        Der.sequence(Der.of(Der.SET, Der.sequence(Der.object("550403"), Der.of(Der.TEXT, NAME))));
    byte[] valid =
        Der.sequence(Der.of(Der.TIME, "250101000000Z"), Der.of(Der.TIME, "450101000000Z"));
    byte[] version = Der.of(Der.EXPLICIT, Der.of(Der.INTEGER, new byte[] {2}));
    return Der.sequence(
        version,
        Der.of(Der.INTEGER, serial.toByteArray()),
        algorithm(),
        name,
        valid,
        name,
        keys.getPublic().getEncoded(),
        Der.of(Der.EXPLICIT | 3, extensions()));
  }

  private static byte[] extensions() {
    byte[] yes = Der.of(Der.BOOLEAN, new byte[] {-1});
    return Der.sequence(
        // Basic constraints: a certificate authority.
        Der.sequence(Der.object("551d13"), yes, Der.of(Der.OCTETS, Der.sequence(yes))),
        // Key usage: signing, enciphering keys, agreeing on keys, signing certificates.
        Der.sequence(
            Der.object("551d0f"),
            yes,
            Der.of(Der.OCTETS, Der.of(Der.BITS, new byte[] {2, (byte) 0xac}))),
        // Extended key usage: client and server.
        Der.sequence(
            Der.object("551d25"),
            Der.of(
                Der.OCTETS,
                Der.sequence(Der.object("2b06010505070302"), Der.object("2b06010505070301")))),
        // The other name of the subject.
        Der.sequence(
            Der.object("551d11"),
            Der.of(
                Der.OCTETS, Der.sequence(Der.of(0x82, NAME.getBytes(StandardCharsets.US_ASCII))))));
  }

  /** The private key. */
  PrivateKey key() {
    return key;
  }

  /** The certificate. */
  X509Certificate certificate() {
    return certificate;
  }

  /** The certificate as PEM, as the environment of a plugin carries it. */
  public String pem() {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("it was read from its encoding", e);
    }
  }
}
