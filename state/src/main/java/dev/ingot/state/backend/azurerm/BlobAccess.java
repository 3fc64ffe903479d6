package dev.ingot.state.backend.azurerm;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.state.azure.SharedKey;
import dev.ingot.state.oauth.TokenSource;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Shows a storage account who asks. */
sealed interface BlobAccess {
  /** The version of the protocol. */
  String VERSION = "2023-11-03";

  /** The address to ask at. */
  default URI uri(URI uri) {
    return uri;
  }

  /** A request to an address of {@link #uri}, with all header fields and the credentials. */
  HttpRequest on(HttpRequest request, Map<String, String> headers, int length);

  private static HttpRequest with(HttpRequest request, Map<String, String> headers) {
    HttpRequest all = request.withHeader("x-ms-version", VERSION);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!header.getKey().equals("Content-Type")) {
        all = all.withSecret(header.getKey(), header.getValue());
      }
    }
    return all;
  }

  /** By a signature. */
  record Signed(SharedKey key, Clock clock) implements BlobAccess {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public HttpRequest on(HttpRequest request, Map<String, String> headers, int length) {
      SortedMap<String, String> dated = new TreeMap<>(headers);
      dated.put("x-ms-date", TIME.format(clock.instant()));
      SortedMap<String, String> signed = new TreeMap<>(dated);
      signed.put("x-ms-version", VERSION);
      signed.put("Content-Length", Integer.toString(length));
      return with(request, dated)
          .withSecret("Authorization", key.authorization(request.method(), request.uri(), signed));
    }
  }

  /** By a token of Entra ID. */
  record Bearer(TokenSource tokens) implements BlobAccess {
    @Override
    public HttpRequest on(HttpRequest request, Map<String, String> headers, int length) {
      return with(request, headers).withBearer(tokens.token().value());
    }
  }

  /**
   * By a shared access signature, which is part of the address.
   *
   * @param signature a query
   */
  record Shared(String signature) implements BlobAccess {
    @Override
    public URI uri(URI uri) {
      return URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + signature);
    }

    @Override
    public HttpRequest on(HttpRequest request, Map<String, String> headers, int length) {
      return with(request, headers);
    }

    /** Without the signature. */
    @Override
    public String toString() {
      return "Shared";
    }
  }
}
