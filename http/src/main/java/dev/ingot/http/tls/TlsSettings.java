package dev.ingot.http.tls;

import java.util.Optional;

/**
 * How a client makes TLS connections.
 *
 * @param trust which servers it believes
 * @param identity what it shows of itself, where a server asks
 * @param serverName the name the server's certificate must have; the host's where empty
 */
public record TlsSettings(
    Trust trust, Optional<ClientIdentity> identity, Optional<String> serverName) {

  /** Believes whom this host believes and shows nothing. */
  public static TlsSettings ofHost(CertificateFiles files) {
    return new TlsSettings(new Trust.Host(files), Optional.empty(), Optional.empty());
  }

  /** The same with other trust. */
  public TlsSettings withTrust(Trust other) {
    return new TlsSettings(other, identity, serverName);
  }

  /** The same, showing a certificate. */
  public TlsSettings withIdentity(ClientIdentity shown) {
    return new TlsSettings(trust, Optional.of(shown), serverName);
  }

  /**
   * A certificate and its key, both PEM.
   *
   * @param certificates the client's own first, then those that signed it
   * @param key PKCS#8, or the older forms of RSA and EC keys; not encrypted
   */
  public record ClientIdentity(String certificates, String key) {
    @Override
    public String toString() {
      return "ClientIdentity";
    }
  }
}
