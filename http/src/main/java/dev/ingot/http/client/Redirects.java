package dev.ingot.http.client;

import dev.ingot.http.Headers;
import dev.ingot.http.HttpFailure;
import dev.ingot.http.HttpFailureException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Where a response leads (RFC 9110, 15.4). What is secret stays with the host it was meant for, and
 * nothing secret leaves TLS.
 */
final class Redirects {
  /** Fields that are credentials whoever sets them. */
  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "cookie", "proxy-authorization");

  private static final Set<String> OF_BODY =
      Set.of("content-type", "content-encoding", "content-language", "content-md5");

  private Redirects() {}

  /** The request that follows; empty if the response is the last word. */
  static Optional<HttpRequest> next(HttpRequest request, HttpResponse response)
      throws HttpFailureException {
    boolean redirect =
        switch (response.status()) {
          case 301, 302, 303, 307, 308 -> true;
          default -> false;
        };
    Optional<String> location = response.headers().first("location");
    return redirect && location.isPresent()
        ? Optional.of(to(location.get(), request, response.status()))
        : Optional.empty();
  }

  private static HttpRequest to(String location, HttpRequest request, int status)
      throws HttpFailureException {
    URI target;
    try {
      target = request.uri().resolve(URI.create(Percent.encodeIllegal(location)));
    } catch (IllegalArgumentException e) {
      throw unsafe("an address that is malformed", "it can't be read");
    }
    Origin from = Origin.of(request.uri());
    Origin to;
    try {
      to = Origin.of(target);
    } catch (HttpFailureException e) {
      throw unsafe(Origin.shown(target), "it is not an address of http or https");
    }
    boolean same = from.equals(to);
    boolean changes = changesMethod(request.method(), status);
    HttpRequest next =
        new HttpRequest(
            changes ? "GET" : request.method(),
            target,
            headers(request.headers(), same, changes),
            same ? request.secrets() : Headers.NONE,
            changes ? RequestBody.NONE : request.body(),
            changes || request.repeatable(),
            request.most());
    boolean given =
        !request.secrets().fields().isEmpty()
            || request.headers().without(CREDENTIALS).fields().size()
                < request.headers().fields().size()
            || Origin.userInfo(request.uri()).isPresent();
    if (from.secure() && !to.secure() && (given || !(next.body() instanceof RequestBody.None))) {
      throw unsafe(
          Origin.shown(target),
          "the request has credentials or content, and http is not encrypted");
    }
    return next;
  }

  private static boolean changesMethod(String method, int status) {
    return switch (status) {
      case 303 -> !method.equals("GET") && !method.equals("HEAD");
      case 301, 302 -> method.equals("POST");
      default -> false;
    };
  }

  private static Headers headers(Headers given, boolean same, boolean changes) {
    Headers headers = same ? given : given.without(CREDENTIALS);
    return changes ? headers.without(OF_BODY) : headers;
  }

  private static HttpFailureException unsafe(String target, String why) {
    return new HttpFailureException("", new HttpFailure.UnsafeRedirect(target, why));
  }
}
