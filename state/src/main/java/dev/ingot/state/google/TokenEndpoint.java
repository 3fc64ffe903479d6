package dev.ingot.state.google;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.state.StateException;
import dev.ingot.state.oauth.Token;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Asks for tokens. */
final class TokenEndpoint {
  private static final String PURPOSE = "get a token from Google";

  private final StoreHttp http;
  private final Clock clock;

  TokenEndpoint(StoreHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** By a form, as RFC 6749 has it. */
  Token form(String address, Map<String, String> fields) {
    URI uri = ServiceAddress.of("The address of the token service", address);
    HttpRequest request =
        HttpRequest.of("POST", uri)
            .withRepeatable(true)
            .withBody(
                RequestBody.of(ServiceAddress.form(fields).getBytes(StandardCharsets.US_ASCII)),
                "application/x-www-form-urlencoded");
    return granted(http.send(PURPOSE, request));
  }

  /** From this machine's metadata. */
  Optional<Token> metadata(URI uri, StoreHttp patient) {
    HttpResponse response;
    try {
      response =
          patient.send(PURPOSE, HttpRequest.get(uri).withHeader("Metadata-Flavor", "Google"));
    } catch (StateException _) {
      // There is no such service here.
      return Optional.empty();
    }
    return response.isSuccessful() ? Optional.of(granted(response)) : Optional.empty();
  }

  private Token granted(HttpResponse response) {
    if (!response.isSuccessful()) {
      Optional<JsonAnswer> said = JsonAnswer.parse(response.text());
      String problem =
          said.flatMap(json -> json.text("error_description").or(() -> json.text("error")))
              .orElse("");
      throw new StateException(
          "Google refused the credentials: "
              + response.statusText()
              + (problem.isEmpty() ? "" : ", " + problem)
              + ". Check that the key or login is still valid (\"gcloud auth application-default"
              + " login\" renews a login).");
    }
    JsonAnswer json = JsonAnswer.of(PURPOSE, response);
    String token =
        json.text("access_token")
            .orElseThrow(
                () ->
                    new StateException(
                        "Can't get a token from Google: the answer of "
                            + response.uri().getHost()
                            + " has none."));
    return new Token(
        token, json.number("expires_in").map(seconds -> clock.instant().plusSeconds(seconds)));
  }

  /** A token of another service account. */
  Token impersonated(URI uri, Token own, String body) {
    HttpRequest request =
        HttpRequest.of("POST", uri)
            .withRepeatable(true)
            .withBearer(own.value())
            .withBody(RequestBody.of(body.getBytes(StandardCharsets.UTF_8)), "application/json");
    HttpResponse response = http.send("act as a service account", request);
    if (!response.isSuccessful()) {
      throw new StateException(
          "Can't act as the service account of "
              + uri.getPath()
              + ": "
              + JsonAnswer.parse(response.text())
                  .flatMap(json -> json.text("error", "message"))
                  .orElse(response.statusText())
              + ". The credentials need the role \"Service Account Token Creator\" on it.");
    }
    JsonAnswer json = JsonAnswer.of("act as a service account", response);
    try {
      return new Token(
          json.text("accessToken")
              .orElseThrow(
                  () -> new StateException("The answer for a service account has no token.")),
          json.text("expireTime").map(Instant::parse));
    } catch (DateTimeException e) {
      throw new StateException("The answer for a service account has no time of expiry.", e);
    }
  }
}
