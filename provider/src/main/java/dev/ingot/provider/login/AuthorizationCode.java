package dev.ingot.provider.login;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.registry.LoginSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * A token by way of a browser: OAuth's authorization code with a proof key (RFC 6749, RFC 7636), a
 * loopback address as the redirection (RFC 8252). The code comes to this process; whoever reads it
 * on the way lacks the key.
 */
public final class AuthorizationCode implements AutoCloseable {
  private static final int SECRET_BYTES = 32;
  private static final int MOST_OF_ANSWER = 1 << 20;

  private final LoginSettings settings;
  private final CallbackServer callback;
  private final String verifier;
  private final String state;

  private AuthorizationCode(
      LoginSettings settings, CallbackServer callback, String verifier, String state) {
    this.settings = settings;
    this.callback = callback;
    this.verifier = verifier;
    this.state = state;
  }

  /**
   * Begins: from now on the browser may come back.
   *
   * @param settings of a host that {@linkplain LoginSettings#takesCodes takes codes}
   * @param product what the page that the browser shows at the end calls this program
   * @throws IOException if no port is free
   */
  public static AuthorizationCode begin(LoginSettings settings, String product) throws IOException {
    SecureRandom random = new SecureRandom();
    String verifier = secret(random);
    String state = secret(random);
    return new AuthorizationCode(
        settings,
        CallbackServer.open(settings.firstPort(), settings.lastPort(), state, product),
        verifier,
        state);
  }

  private static String secret(SecureRandom random) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The page to open in a browser. */
  public URI page() {
    URI address = settings.authorization().orElseThrow();
    StringBuilder query =
        new StringBuilder(address.getRawQuery() == null ? "" : address.getRawQuery() + "&");
    query
        .append("client_id=")
        .append(encoded(settings.client()))
        .append("&code_challenge=")
        .append(challenge(verifier))
        .append("&code_challenge_method=S256&redirect_uri=")
        .append(encoded(callback.address()))
        .append("&response_type=code");
    if (!settings.scopes().isEmpty()) {
      query.append("&scope=").append(encoded(String.join(" ", settings.scopes())));
    }
    query.append("&state=").append(state);
    String text = address.toString();
    int end = text.indexOf('?') >= 0 ? text.indexOf('?') : text.length();
    return URI.create(text.substring(0, end) + "?" + query);
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Waits for the browser to come back and exchanges its code for a token.
   *
   * @throws LoginException if the host refuses, or if it was cancelled
   */
  public String token(HttpClient client, Cancellation cancellation) throws IOException {
    String code = callback.code(cancellation);
    String form =
        "client_id="
            + encoded(settings.client())
            + "&code="
            + encoded(code)
            + "&code_verifier="
            + verifier
            + "&grant_type=authorization_code&redirect_uri="
            + encoded(callback.address());
    HttpRequest request =
        HttpRequest.of("POST", settings.token().orElseThrow())
            .withHeader("Accept", "application/json")
            .withBody(
                RequestBody.of(form.getBytes(StandardCharsets.US_ASCII)),
                "application/x-www-form-urlencoded")
            .withMost(MOST_OF_ANSWER);
    HttpResponse response = client.send(request, cancellation);
    if (!response.isSuccessful()) {
      // The body may quote what was sent.
      throw new LoginException(
          "the host answered the exchange of its code with " + response.statusText());
    }
    return member(response.text(), "access_token")
        .filter(token -> !token.isEmpty())
        .orElseThrow(() -> new LoginException("the host's answer contains no token"));
  }

  private static Optional<String> member(String json, String name) {
    try {
      Value value = ValueJson.parse(json);
      return Values.attribute(value, name).flatMap(Values::text);
    } catch (ValueJsonException | JacksonException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    callback.close();
  }
}
