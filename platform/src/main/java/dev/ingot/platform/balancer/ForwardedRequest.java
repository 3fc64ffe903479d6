package dev.ingot.platform.balancer;

import dev.ingot.http.Headers;
import dev.ingot.http.HttpException;
import dev.ingot.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The request as a backend gets it: its path, one Host, and what the balancer knows about the
 * client. Whatever a client says of where it comes from is replaced, since a backend believes it.
 *
 * @param head the method, the target in origin form (RFC 9112, 3.2.1), and the headers, without
 *     those of the hop
 */
record ForwardedRequest(RequestHead head) {
  /** Fields of the connection (RFC 9110, 7.6.1), and of the body, which is announced anew. */
  static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length",
          "expect");

  /** Where a client says it comes from, which is replaced. */
  private static final Set<String> REPLACED = Set.of("host", "forwarded", "x-real-ip");

  private static final String CLAIMED = "x-forwarded-";

  /**
   * For a client's request.
   *
   * @param upgrade whether its protocol upgrade is passed on
   * @throws HttpException when its destination is ambiguous
   */
  static ForwardedRequest of(RequestHead request, String clientAddress, boolean upgrade)
      throws HttpException {
    Target target = Target.of(request.target());
    Optional<String> named = request.headers().first("host");
    if (target.authority().isPresent() && named.isPresent() && !target.sameHost(named.get())) {
      throw new HttpException(400, "the target and Host name different hosts");
    }
    // Clients of HTTP/1.0 need not name a host; the backend's request, of 1.1, must.
    String host = target.authority().or(() -> named).orElse("");
    List<Headers.Field> fields = new ArrayList<>();
    fields.add(new Headers.Field("Host", host));
    List<String> ofConnection = request.headers().tokens("connection");
    for (Headers.Field field : request.headers().fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (!HOP_BY_HOP.contains(name)
          && !REPLACED.contains(name)
          && !name.startsWith(CLAIMED)
          && !ofConnection.contains(name)) {
        fields.add(field);
      }
    }
    fields.add(new Headers.Field("X-Forwarded-For", clientAddress));
    fields.add(new Headers.Field("X-Forwarded-Proto", "http"));
    if (!host.isEmpty()) {
      fields.add(new Headers.Field("X-Forwarded-Host", host));
    }
    if (upgrade) {
      fields.add(new Headers.Field("Connection", "upgrade"));
      fields.add(new Headers.Field("Upgrade", request.headers().first("upgrade").orElse("")));
    }
    return new ForwardedRequest(
        new RequestHead(request.method(), target.path(), 1, new Headers(fields)));
  }

  /**
   * A target.
   *
   * @param authority the host and port of an absolute one
   * @param port the default port
   */
  private record Target(Optional<String> authority, String port, String path) {
    static Target of(String text) throws HttpException {
      if (text.startsWith("/") || text.equals("*")) {
        return new Target(Optional.empty(), "", text);
      }
      boolean secure = text.regionMatches(true, 0, "https://", 0, 8);
      if (!secure && !text.regionMatches(true, 0, "http://", 0, 7)) {
        throw new HttpException(400, "the target is neither a path nor an absolute URI");
      }
      int start = secure ? 8 : 7;
      int end = start;
      while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      String authority = text.substring(start, end);
      if (authority.isEmpty() || authority.indexOf('@') >= 0) {
        throw new HttpException(400, "the target has no valid host");
      }
      String rest = text.substring(end);
      return new Target(
          Optional.of(authority),
          secure ? ":443" : ":80",
          rest.startsWith("/") ? rest : "/" + rest);
    }

    boolean sameHost(String host) {
      return without(authority.orElse("")).equalsIgnoreCase(without(host.strip()));
    }

    private String without(String text) {
      return text.endsWith(port) ? text.substring(0, text.length() - port.length()) : text;
    }
  }
}
