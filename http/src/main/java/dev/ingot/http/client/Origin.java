package dev.ingot.http.client;

import dev.ingot.http.HttpFailure;
import dev.ingot.http.HttpFailureException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom a request is for (RFC 9110, 4.3.1). Read from the authority itself, since {@link
 * URI#getHost} knows no names with an underscore, which containers have.
 *
 * @param host in lower case; an IPv6 address without brackets
 */
record Origin(boolean secure, String host, int port) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  static Origin of(URI uri) throws HttpFailureException {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    if (!secure && !scheme.equals("http")) {
      throw invalid("the address does not begin with http:// or https://");
    }
    String authority = String.valueOf(uri.getRawAuthority());
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    return of(secure, hostAndPort);
  }

  private static Origin of(boolean secure, String hostAndPort) throws HttpFailureException {
    int bracket = hostAndPort.lastIndexOf(']');
    int colon = hostAndPort.indexOf(':', bracket + 1);
    String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
    String port = colon < 0 ? "" : hostAndPort.substring(colon + 1);
    if (bracket > 0 && host.startsWith("[")) {
      host = host.substring(1, bracket);
    }
    if (host.isEmpty() || host.equals("null") || !isName(host)) {
      throw invalid("the address has no valid host name");
    }
    return new Origin(secure, host.toLowerCase(Locale.ROOT), port(port, secure));
  }

  private static boolean isName(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean good =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._:%".indexOf(c) >= 0;
      if (!good) {
        return false;
      }
    }
    return true;
  }

  private static int port(String text, boolean secure) throws HttpFailureException {
    if (text.isEmpty()) {
      return secure ? HTTPS : HTTP;
    }
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      port = c >= '0' && c <= '9' && port < 100_000 ? port * 10 + c - '0' : 100_000;
    }
    if (port < 1 || port > 65_535) {
      throw invalid("the address has no valid port");
    }
    return port;
  }

  private static HttpFailureException invalid(String why) {
    return new HttpFailureException("", new HttpFailure.InvalidRequest(why));
  }

  /** User and password in an address, as they stand there decoded. */
  static Optional<String> userInfo(URI uri) {
    String authority = uri.getRawAuthority();
    int at = authority == null ? -1 : authority.lastIndexOf('@');
    return at < 0 || authority == null
        ? Optional.empty()
        : Optional.of(Percent.decode(authority.substring(0, at)));
  }

  /** An address as people may see it: without user, password, query and fragment. */
  static String shown(URI uri) {
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    return uri.getScheme()
        + "://"
        + authority.substring(authority.lastIndexOf('@') + 1)
        + (uri.getRawPath() == null ? "" : uri.getRawPath());
  }

  /** As the field Host has it. */
  String hostField() {
    boolean usual = port == (secure ? HTTPS : HTTP);
    return usual ? bracketed() : hostAndPort();
  }

  /** Always with the port. */
  String hostAndPort() {
    return bracketed() + ":" + port;
  }

  private String bracketed() {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + hostField();
  }
}
