package dev.ingot.http.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/** Private keys in PEM: PKCS#8 and the older forms of RSA (PKCS#1) and EC keys (SEC 1). */
public final class PrivateKeys {
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final byte[] NULL = {5, 0};
  private static final byte[] RSA = {
    6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1
  };
  private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private PrivateKeys() {}

  /**
   * The first private key in a text.
   *
   * @throws TlsSettingsException if there is none, or it is encrypted
   */
  public static PrivateKey read(String pem) throws TlsSettingsException {
    for (Pem.Block block : Pem.read(pem)) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return parsed(block.content());
        }
        case "RSA PRIVATE KEY" -> {
          return parsed(Der.pkcs8(RSA, NULL, block.content()));
        }
        case "EC PRIVATE KEY" -> {
          Optional<byte[]> curve = Der.curve(block.content());
          if (curve.isEmpty()) {
            throw new TlsSettingsException("the EC key doesn't say which curve it is for");
          }
          return parsed(Der.pkcs8(EC, curve.get(), block.content()));
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw new TlsSettingsException("the private key is encrypted; decrypt it first");
        default -> {
          // Parameters or certificates beside the key.
        }
      }
    }
    throw new TlsSettingsException("there is no private key in what was given as one");
  }

  private static PrivateKey parsed(byte[] pkcs8) throws TlsSettingsException {
    GeneralSecurityException last = new GeneralSecurityException("no algorithm");
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        last = e;
      }
    }
    TlsSettingsException failed =
        new TlsSettingsException("the private key is not an RSA, EC or Ed25519 key");
    failed.initCause(last);
    throw failed;
  }
}
