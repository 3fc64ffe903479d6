package dev.ingot.http.client;

import dev.ingot.http.tls.CertificateFiles;
import dev.ingot.http.tls.TlsSettings;
import java.util.Map;

/**
 * How a client behaves.
 *
 * @param userAgent what it calls itself
 * @param redirects how many are followed, one after the other; none if 0
 */
public record ClientSettings(
    String userAgent, Limits limits, Retries retries, int redirects, TlsSettings tls) {
  private static final int USUAL_REDIRECTS = 10;

  /** The usual ones. */
  public static ClientSettings usual(Map<String, String> environment) {
    return new ClientSettings(
        "Ingot",
        Limits.USUAL,
        Retries.USUAL,
        USUAL_REDIRECTS,
        TlsSettings.ofHost(CertificateFiles.of(environment)));
  }

  /** The same with other limits. */
  public ClientSettings withLimits(Limits other) {
    return new ClientSettings(userAgent, other, retries, redirects, tls);
  }

  /** The same with other retries. */
  public ClientSettings withRetries(Retries other) {
    return new ClientSettings(userAgent, limits, other, redirects, tls);
  }

  /** The same with another limit of redirects. */
  public ClientSettings withRedirects(int most) {
    return new ClientSettings(userAgent, limits, retries, most, tls);
  }

  /** The same with other settings of TLS. */
  public ClientSettings withTls(TlsSettings other) {
    return new ClientSettings(userAgent, limits, retries, redirects, other);
  }
}
