package dev.ingot.http.kit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority made for one test; it signs certificates of servers and clients. */
public final class TestAuthority {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final byte[] ECDSA_SHA256 = {
    0x30, 0x0a, 6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2
  };
  private static final char[] PASSWORD = "test".toCharArray();

  private final String name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  private TestAuthority(String name, KeyPair keys, X509Certificate certificate) {
    this.name = name;
    this.keys = keys;
    this.certificate = certificate;
  }

  /** A key with its certificate. */
  public record Identity(PrivateKey key, X509Certificate certificate, X509Certificate authority) {
    /** The certificate as PEM. */
    public String certificatePem() {
      return pem("CERTIFICATE", encoded(certificate));
    }

    /** The key as PEM. */
    public String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }

    /** For a server that shows it; clients have to show one of the same authority if asked for. */
    public SSLContext context() throws Exception {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("it", key, PASSWORD, new Certificate[] {certificate});
      KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(store, PASSWORD);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", authority);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    }
  }

  /** A new one. */
  public static TestAuthority named(String name) throws Exception {
    KeyPair keys = newKeys();
    Instant now = Instant.now();
    X509Certificate certificate =
        sign(name, keys, name, keys, List.of(), now.minusSeconds(3600), now.plusSeconds(864_000));
    return new TestAuthority(name, keys, certificate);
  }

  /** Its certificate as PEM. */
  public String pem() {
    return pem("CERTIFICATE", encoded(certificate));
  }

  /** A certificate that is valid now. */
  public Identity sign(String subject, String... hosts) throws Exception {
    Instant now = Instant.now();
    return sign(subject, now.minusSeconds(3600), now.plusSeconds(864_000), hosts);
  }

  /** A certificate that is valid from one time to another. */
  public Identity sign(String subject, Instant from, Instant to, String... hosts) throws Exception {
    KeyPair own = newKeys();
    X509Certificate signed = sign(subject, own, name, keys, List.of(hosts), from, to);
    return new Identity(own.getPrivate(), signed, certificate);
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static X509Certificate sign(
      String subject,
      KeyPair own,
      String issuer,
      KeyPair signer,
      List<String> hosts,
      Instant from,
      Instant to)
      throws GeneralSecurityException {
    byte[] serial = BigInteger.valueOf(System.nanoTime() & Long.MAX_VALUE).toByteArray();
    byte[] constraints =
        element(0x30, oid(0x55, 0x1d, 0x13), element(4, element(0x30, authority(hosts.isEmpty()))));
    byte[] extensions =
        hosts.isEmpty()
            ? constraints
            : join(constraints, element(0x30, oid(0x55, 0x1d, 0x11), element(4, names(hosts))));
    byte[] body =
        element(
            0x30,
            element(0xa0, element(2, new byte[] {2})),
            element(2, serial),
            ECDSA_SHA256,
            commonName(issuer),
            element(0x30, time(from), time(to)),
            commonName(subject),
            own.getPublic().getEncoded(),
            element(0xa3, element(0x30, extensions)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(signer.getPrivate());
    signature.update(body);
    byte[] whole =
        element(0x30, body, ECDSA_SHA256, element(3, join(new byte[1], signature.sign())));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] authority(boolean is) {
    return is ? new byte[] {1, 1, (byte) 0xff} : new byte[0];
  }

  private static byte[] names(List<String> hosts) {
    byte[] all = new byte[0];
    for (String host : hosts) {
      all =
          join(
              all,
              host.equals("127.0.0.1")
                  ? element(0x87, new byte[] {127, 0, 0, 1})
                  : element(0x82, host.getBytes(StandardCharsets.US_ASCII)));
    }
    return element(0x30, all);
  }

  private static byte[] time(Instant when) {
    return element(0x17, TIME.format(when).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] commonName(String name) {
    byte[] text = element(0x0c, name.getBytes(StandardCharsets.UTF_8));
    return element(0x30, element(0x31, element(0x30, oid(0x55, 4, 3), text)));
  }

  private static byte[] oid(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return element(6, content);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.write(part, 0, part.length);
    }
    return out.toByteArray();
  }

  private static byte[] element(int tag, byte[]... parts) {
    byte[] content = join(parts);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length >= 0x100) {
      out.write(0x82);
      out.write(content.length >> 8);
    } else if (content.length >= 0x80) {
      out.write(0x81);
    }
    out.write(content.length);
    out.write(content, 0, content.length);
    return out.toByteArray();
  }
}
