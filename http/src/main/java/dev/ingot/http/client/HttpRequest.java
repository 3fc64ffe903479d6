package dev.ingot.http.client;

import dev.ingot.http.Headers;
import dev.ingot.http.RequestHead;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A request.
 *
 * @param uri http or https; a user and password in it become Basic authentication
 * @param headers sent to whatever host the request is redirected to
 * @param secrets header fields for the request's own host only; never shown
 * @param repeatable whether having it done twice is as good as once
 * @param most bytes of a response's body in memory
 */
public record HttpRequest(
    String method,
    URI uri,
    Headers headers,
    Headers secrets,
    RequestBody body,
    boolean repeatable,
    int most) {
  /** What a body in memory may have where nothing else is said. */
  public static final int USUAL_MOST = 64 << 20;

  /** A request without header fields and body; repeatable if its method is idempotent. */
  public static HttpRequest of(String method, URI uri) {
    return new HttpRequest(
        method,
        uri,
        Headers.NONE,
        Headers.NONE,
        RequestBody.NONE,
        new RequestHead(method, "/", 1, Headers.NONE).isIdempotent(),
        USUAL_MOST);
  }

  /** Asks for what is there. */
  public static HttpRequest get(URI uri) {
    return of("GET", uri);
  }

  /** With a header field more. */
  public HttpRequest withHeader(String name, String value) {
    return new HttpRequest(method, uri, headers.with(name, value), secrets, body, repeatable, most);
  }

  /** With a header field more that only this host may see. */
  public HttpRequest withSecret(String name, String value) {
    return new HttpRequest(method, uri, headers, secrets.with(name, value), body, repeatable, most);
  }

  /** With a token as the credentials. */
  public HttpRequest withBearer(String token) {
    return withSecret("Authorization", "Bearer " + token);
  }

  /** With a user and password as the credentials. */
  public HttpRequest withBasic(String user, String password) {
    return withSecret("Authorization", basic(user + ":" + password));
  }

  static String basic(String userAndPassword) {
    byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /** With a body. */
  public HttpRequest withBody(RequestBody sent, String contentType) {
    return withBody(sent).withHeader("Content-Type", contentType);
  }

  /** With a body whose type isn't said, or by another header field. */
  public HttpRequest withBody(RequestBody sent) {
    return new HttpRequest(method, uri, headers, secrets, sent, repeatable, most);
  }

  /** Which may be done twice, or may not. */
  public HttpRequest withRepeatable(boolean may) {
    return new HttpRequest(method, uri, headers, secrets, body, may, most);
  }

  /** With another limit for the response's body. */
  public HttpRequest withMost(int bytes) {
    return new HttpRequest(method, uri, headers, secrets, body, repeatable, bytes);
  }

  /** Method and address as people may see them. */
  @Override
  public String toString() {
    return method + " " + Origin.shown(uri);
  }
}
