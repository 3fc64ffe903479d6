package dev.ingot.http.tls;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows one certificate to whoever asks. */
final class OneKey extends X509ExtendedKeyManager {
  private static final String NAME = "client";

  private final X509Certificate[] chain;
  private final PrivateKey key;

  private OneKey(List<X509Certificate> chain, PrivateKey key) {
    this.chain = chain.toArray(X509Certificate[]::new);
    this.key = key;
  }

  static OneKey of(TlsSettings.ClientIdentity identity) throws TlsSettingsException {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Pem.Block block : Pem.read(identity.certificates())) {
        if (block.label().equals("CERTIFICATE")
            && factory.generateCertificate(new ByteArrayInputStream(block.content()))
                instanceof X509Certificate certificate) {
          chain.add(certificate);
        }
      }
    } catch (CertificateException e) {
      throw new TlsSettingsException("the client certificate cannot be read: " + e.getMessage());
    }
    if (chain.isEmpty()) {
      throw new TlsSettingsException("there is no certificate in what was given as the client's");
    }
    PrivateKey key = PrivateKeys.read(identity.key());
    if (!chain.getFirst().getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
      throw new TlsSettingsException("the private key does not belong to the client certificate");
    }
    return new OneKey(chain, key);
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return NAME;
  }

  @Override
  public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
    return NAME;
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return new String[] {NAME};
  }

  @Override
  public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
    return null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.clone();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }
}
