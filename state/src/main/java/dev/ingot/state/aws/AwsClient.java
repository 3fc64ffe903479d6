package dev.ingot.state.aws;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.SortedMap;

/** Sends signed requests to one service. */
public final class AwsClient {
  /** The field whose value says what a body is. */
  public static final String CONTENT_TYPE = "Content-Type";

  private final StoreHttp http;
  private final AwsSignature signature;
  private final CredentialSource credentials;
  private final Clock clock;

  /** A client of a service. */
  public AwsClient(
      StoreHttp http, AwsSignature signature, CredentialSource credentials, Clock clock) {
    this.http = http;
    this.signature = signature;
    this.credentials = credentials;
    this.clock = clock;
  }

  /** Where credentials come from; each may be asked for often. */
  @FunctionalInterface
  public interface CredentialSource {
    /**
     * Credentials that are valid for some minutes.
     *
     * @throws dev.ingot.state.StateException if there are none; the message says where was looked
     */
    AwsCredentials current();
  }

  /** The region requests are signed for. */
  public String region() {
    return signature.region();
  }

  /**
   * Sends a request that may be sent again when its answer is lost.
   *
   * @param headers of the request
   * @throws dev.ingot.state.StateException if there is no answer
   */
  public HttpResponse send(
      String purpose, String method, URI uri, Map<String, String> headers, byte[] body) {
    SortedMap<String, String> added =
        signature.headers(method, uri, headers, body, credentials.current(), clock.instant());
    HttpRequest request = HttpRequest.of(method, uri).withRepeatable(true);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!header.getKey().equals(CONTENT_TYPE)) {
        request = request.withSecret(header.getKey(), header.getValue());
      }
    }
    for (Map.Entry<String, String> header : added.entrySet()) {
      request = request.withSecret(header.getKey(), header.getValue());
    }
    if (body.length > 0 || method.equals("PUT") || method.equals("POST")) {
      request =
          request.withBody(
              RequestBody.of(body), headers.getOrDefault(CONTENT_TYPE, "application/octet-stream"));
    }
    return http.send(purpose, request);
  }
}
