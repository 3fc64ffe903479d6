package dev.ingot.http.client;

import dev.ingot.http.HttpFailure;
import dev.ingot.http.HttpFailureException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy a host is reached by. Rules: the variables as programs written in Go read them
 * (package golang.org/x/net/http/httpproxy); this host itself is never reached by a proxy.
 */
final class ProxyRules {
  private final String forHttp;
  private final String forHttps;
  private final String exceptions;
  private final boolean cgi;

  private ProxyRules(String forHttp, String forHttps, String exceptions, boolean cgi) {
    this.forHttp = forHttp;
    this.forHttps = forHttps;
    this.exceptions = exceptions;
    this.cgi = cgi;
  }

  static ProxyRules of(Map<String, String> environment) {
    return new ProxyRules(
        either(environment, "HTTP_PROXY"),
        either(environment, "HTTPS_PROXY"),
        either(environment, "NO_PROXY"),
        !environment.getOrDefault("REQUEST_METHOD", "").isEmpty());
  }

  private static String either(Map<String, String> environment, String name) {
    String upper = environment.getOrDefault(name, "");
    return upper.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper;
  }

  Optional<ProxyAddress> find(Origin origin) throws HttpFailureException {
    String proxy = (origin.secure() ? forHttps : forHttp).strip();
    if (proxy.isEmpty() || isExempt(origin)) {
      return Optional.empty();
    }
    String variable = origin.secure() ? "HTTPS_PROXY" : "HTTP_PROXY";
    if (cgi && !origin.secure()) {
      // In CGI the variable may come from the field Proxy of somebody's request.
      throw invalid("HTTP_PROXY is not used where REQUEST_METHOD is set");
    }
    return Optional.of(parse(proxy, variable));
  }

  private static ProxyAddress parse(String text, String variable) throws HttpFailureException {
    String address = text.contains("://") ? text : "http://" + text;
    URI uri;
    try {
      uri = URI.create(Percent.encodeIllegal(address));
    } catch (IllegalArgumentException e) {
      throw invalid(variable + " is not an address");
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw invalid(
          variable + " names a proxy of the kind \"" + scheme + "\"; http and https work");
    }
    try {
      return new ProxyAddress(Origin.of(uri), Origin.userInfo(uri).map(HttpRequest::basic));
    } catch (HttpFailureException e) {
      throw invalid(variable + " has no valid host and port");
    }
  }

  private static HttpFailureException invalid(String why) {
    return new HttpFailureException("", new HttpFailure.InvalidRequest(why));
  }

  private boolean isExempt(Origin origin) {
    Optional<InetAddress> address = literal(origin.host());
    if (origin.host().equals("localhost")
        || address.filter(InetAddress::isLoopbackAddress).isPresent()) {
      return true;
    }
    for (String each : exceptions.split(",", -1)) {
      String rule = each.strip().toLowerCase(Locale.ROOT);
      if (!rule.isEmpty() && matches(rule, origin, address)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String rule, Origin origin, Optional<InetAddress> address) {
    if (rule.equals("*")) {
      return true;
    }
    int slash = rule.indexOf('/');
    if (slash >= 0) {
      return address.isPresent()
          && literal(rule.substring(0, slash))
              .filter(network -> isWithin(network, rule.substring(slash + 1), address.get()))
              .isPresent();
    }
    String host = rule;
    int colon = rule.lastIndexOf(':');
    boolean port = colon >= 0 && (rule.indexOf(':') == colon || rule.charAt(colon - 1) == ']');
    if (port) {
      if (!rule.substring(colon + 1).equals(Integer.toString(origin.port()))) {
        return false;
      }
      host = rule.substring(0, colon);
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    Optional<InetAddress> literal = literal(host);
    if (literal.isPresent()) {
      return literal.equals(address);
    }
    if (host.startsWith("*.")) {
      host = host.substring(1);
    }
    return host.startsWith(".")
        ? origin.host().endsWith(host)
        : origin.host().equals(host) || origin.host().endsWith("." + host);
  }

  private static boolean isWithin(InetAddress network, String bits, InetAddress address) {
    byte[] one = network.getAddress();
    byte[] other = address.getAddress();
    if (one.length != other.length || bits.isEmpty() || bits.length() > 3) {
      return false;
    }
    int count = 0;
    for (int i = 0; i < bits.length(); i++) {
      char c = bits.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      count = count * 10 + c - '0';
    }
    int rest = one.length * 8 - count;
    return rest >= 0
        && new BigInteger(1, one)
            .shiftRight(rest)
            .equals(new BigInteger(1, other).shiftRight(rest));
  }

  private static Optional<InetAddress> literal(String host) {
    boolean possible = host.indexOf(':') >= 0;
    if (!possible && !host.isEmpty()) {
      char last = host.charAt(host.length() - 1);
      possible = last >= '0' && last <= '9';
    }
    if (!possible) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
