package dev.ingot.provider.registry;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.provider.registry.RegistryException.Kind;
import dev.ingot.registry.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Asks registries and mirrors, and says what is wrong with their answers. */
public final class RegistryConnection {
  private static final int MOST = 16 << 20;
  private static final long MOST_OF_PACKAGE = 4L << 30;

  private final HttpClient client;
  private final HostCredentials credentials;
  private final Cancellation cancellation;

  /** By a client, which its owner closes. */
  public RegistryConnection(
      HttpClient client, HostCredentials credentials, Cancellation cancellation) {
    this.client = client;
    this.credentials = credentials;
    this.cancellation = cancellation;
  }

  /** A document with where it was found at last. */
  record Document(URI uri, JsonObject json) {}

  /**
   * Asks a host for a JSON document, with its credentials.
   *
   * @param host whose credentials are shown
   * @throws RegistryException if there is none
   */
  Document document(String host, URI uri) throws IOException {
    HttpResponse response = answer(host, uri);
    Optional<JsonObject> json = JsonObject.parse(response.text());
    if (json.isEmpty()) {
      String type = response.mediaType();
      throw new RegistryException(
          Kind.UNREACHABLE,
          host
              + " did not answer with JSON"
              + (type.isEmpty() ? "" : " but with " + printable(type))
              + " at "
              + shown(response.uri()),
          "Check the address; a proxy or a login page may have answered instead.");
    }
    return new Document(response.uri(), json.get());
  }

  /**
   * Asks a host, with its credentials.
   *
   * @param host whose credentials are shown
   * @return a successful response, whatever is in it
   * @throws RegistryException if there is none
   */
  HttpResponse answer(String host, URI uri) throws IOException {
    HttpRequest request = HttpRequest.get(uri).withHeader("Accept", "application/json");
    Optional<String> token = credentials.token(host);
    return checked(host, send(token.map(request::withBearer).orElse(request)));
  }

  /** Asks for a small file, without credentials. */
  byte[] file(String host, URI uri, int most) throws IOException {
    return checked(host, send(HttpRequest.get(uri).withMost(most))).body();
  }

  /** Writes a package to a file, without credentials. */
  void download(String host, URI uri, Path file) throws IOException {
    HttpResponse response;
    try {
      response = client.download(HttpRequest.get(uri), file, MOST_OF_PACKAGE, cancellation);
    } catch (HttpFailureException e) {
      throw unreachable(e);
    }
    HttpResponse _ = checked(host, response);
  }

  private HttpResponse send(HttpRequest request) throws IOException {
    try {
      return client.send(
          request.most() == HttpRequest.USUAL_MOST ? request.withMost(MOST) : request,
          cancellation);
    } catch (HttpFailureException e) {
      throw unreachable(e);
    }
  }

  private static RegistryException unreachable(HttpFailureException e) {
    RegistryException failed =
        new RegistryException(
            Kind.UNREACHABLE, String.valueOf(e.getMessage()), e.failure().remedy());
    failed.initCause(e);
    return failed;
  }

  private static HttpResponse checked(String host, HttpResponse response) throws RegistryException {
    if (response.isSuccessful()) {
      return response;
    }
    String what = response.statusText() + " from " + shown(response.uri());
    throw switch (response.status()) {
      case 401, 403 ->
          new RegistryException(
              Kind.UNAUTHORIZED,
              "host " + host + " requires authentication credentials (" + what + ")",
              "Set a token in the variable "
                  + tokenVariable(host)
                  + ", or in a credentials block of the CLI configuration file.");
      case 404, 410 -> new RegistryException(Kind.NOT_FOUND, what, "");
      case 429 ->
          new RegistryException(
              Kind.UNREACHABLE,
              host + " receives too many requests (" + what + ")",
              "Try again later, or use a mirror or plugin_cache_dir to send fewer.");
      default ->
          new RegistryException(
              Kind.UNREACHABLE,
              what
                  + response
                      .excerpt()
                      .filter(_ -> response.status() < 500)
                      .map(text -> ": " + text)
                      .orElse(""),
              response.status() >= 500 ? "Try again later." : "");
    };
  }

  /** The variable that holds a host's token: dots as underscores, dashes as two. */
  static String tokenVariable(String host) {
    return "TF_TOKEN_" + host.replace("-", "__").replace('.', '_').replace(':', '_');
  }

  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), 60); i++) {
      char c = text.charAt(i);
      printable.append(c > ' ' && c < 0x7f ? c : '?');
    }
    return printable.toString();
  }

  private static String shown(URI uri) {
    return HttpRequest.get(uri).toString().substring("GET ".length());
  }
}
