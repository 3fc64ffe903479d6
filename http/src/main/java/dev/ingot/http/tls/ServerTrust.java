package dev.ingot.http.tls;

import dev.ingot.http.TlsProblem;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Believes servers whose certificate leads to a trusted authority and has the host's name. The path
 * is checked by the JDK, given only the authorities that the chain can lead to.
 */
final class ServerTrust extends X509ExtendedTrustManager {
  private static final X509Certificate[] NONE = {};

  private final Trust trust;
  private @Nullable CertificateStore first;
  private @Nullable CertificateStore others;

  ServerTrust(Trust trust) {
    this.trust = trust;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    X509ExtendedTrustManager checks = checks(chain);
    try {
      checks.checkServerTrusted(chain, type, socket);
    } catch (CertificateException e) {
      throw explained(checks, chain, type, e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    X509ExtendedTrustManager checks = checks(chain);
    try {
      checks.checkServerTrusted(chain, type, engine);
    } catch (CertificateException e) {
      throw explained(checks, chain, type, e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    // Without a socket no name could be checked.
    throw new CertificateException("the host's name is not known");
  }

  /** Without the socket, all but the host's name is checked: so what passes now is a wrong name. */
  private static RefusedCertificateException explained(
      X509ExtendedTrustManager checks,
      X509Certificate[] chain,
      String type,
      CertificateException e) {
    try {
      checks.checkServerTrusted(chain, type);
      return new RefusedCertificateException(TlsProblem.WRONG_HOST, e);
    } catch (CertificateException again) {
      return new RefusedCertificateException(kind(again), again);
    }
  }

  private static TlsProblem kind(CertificateException refused) {
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return TlsProblem.EXPIRED;
      }
      if (cause instanceof CertificateNotYetValidException) {
        return TlsProblem.NOT_YET_VALID;
      }
    }
    return TlsProblem.UNTRUSTED;
  }

  private X509ExtendedTrustManager checks(X509Certificate[] chain) throws CertificateException {
    Set<TrustAnchor> anchors = anchors(chain);
    if (anchors.isEmpty()) {
      throw new RefusedCertificateException(
          TlsProblem.UNTRUSTED, new CertificateException("no authority with its issuer's name"));
    }
    try {
      PKIXBuilderParameters parameters =
          new PKIXBuilderParameters(anchors, new java.security.cert.X509CertSelector());
      parameters.setRevocationEnabled(false);
      return checks(new CertPathTrustManagerParameters(parameters));
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }

  private static X509ExtendedTrustManager checks(CertPathTrustManagerParameters parameters)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(parameters);
    return extended(factory);
  }

  private static X509ExtendedTrustManager extended(TrustManagerFactory factory)
      throws GeneralSecurityException {
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager checks) {
        return checks;
      }
    }
    throw new GeneralSecurityException("this JDK has no checks of certificates");
  }

  private Set<TrustAnchor> anchors(X509Certificate[] chain) throws CertificateException {
    Set<TrustAnchor> anchors = among(first(), chain);
    return anchors.isEmpty() ? among(others(), chain) : anchors;
  }

  private static Set<TrustAnchor> among(CertificateStore store, X509Certificate[] chain)
      throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    Set<TrustAnchor> anchors = new HashSet<>();
    for (X509Certificate certificate : chain) {
      for (byte[] found : store.of(certificate.getIssuerX500Principal().getEncoded())) {
        add(factory, found, anchors);
      }
      for (byte[] found : store.of(certificate.getSubjectX500Principal().getEncoded())) {
        add(factory, found, anchors);
      }
    }
    return anchors;
  }

  private static void add(CertificateFactory factory, byte[] der, Set<TrustAnchor> anchors) {
    try {
      if (factory.generateCertificate(new ByteArrayInputStream(der))
          instanceof X509Certificate authority) {
        anchors.add(new TrustAnchor(authority, null));
      }
    } catch (CertificateException e) {
      // One that the JDK can't read is trusted by nobody here.
      return;
    }
  }

  private synchronized CertificateStore first() {
    CertificateStore known = first;
    if (known == null) {
      known = new CertificateStore();
      switch (trust) {
        case Trust.Host(CertificateFiles files) -> known.addFirst(files.files());
        case Trust.Authorities(java.util.List<String> pem) -> pem.forEach(known::add);
        case Trust.Anyone() -> {}
      }
      first = known;
    }
    return known;
  }

  /** What is looked at where the bundle doesn't help; all of the JDK's on a host without any. */
  private synchronized CertificateStore others() {
    CertificateStore known = others;
    if (known == null) {
      known = new CertificateStore();
      if (trust instanceof Trust.Host(CertificateFiles files)) {
        known.addAll(files.folders());
        if (known.isEmpty() && first().isEmpty()) {
          addOfJdk(known);
        }
      }
      others = known;
    }
    return known;
  }

  private static void addOfJdk(CertificateStore store) {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager all) {
          for (X509Certificate certificate : all.getAcceptedIssuers()) {
            store.add(certificate.getEncoded());
          }
        }
      }
    } catch (GeneralSecurityException e) {
      // Then nobody is trusted, and the connection says so.
      return;
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return NONE;
  }
}
