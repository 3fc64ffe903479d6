package dev.ingot.deploy.fetch;

import dev.ingot.deploy.source.PackageAddress;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.provider.registry.Locations;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Downloads by HTTP: archives, and folders by asking where they are: a server that is asked with
 * {@code terraform-get=1} answers with the header {@code X-Terraform-Get} or a page that has the
 * address.
 */
final class HttpGetter implements Getter {
  private static final long MOST_OF_ARCHIVE = 1L << 30;
  private static final int MOST_OF_PAGE = 1 << 20;

  private final FetchSurroundings surroundings;
  private final PackageFetcher fetcher;

  HttpGetter(FetchSurroundings surroundings, PackageFetcher fetcher) {
    this.surroundings = surroundings;
    this.fetcher = fetcher;
  }

  @Override
  public void folder(PackageAddress address, Path place) throws IOException {
    HttpRequest request =
        request(address.with(address.query().with("terraform-get", "1")).url())
            .withMost(MOST_OF_PAGE);
    HttpResponse response;
    try {
      response = checked(surroundings.client().send(request, surroundings.cancellation()));
    } catch (HttpFailureException e) {
      throw failed(e);
    }
    Optional<String> location =
        response
            .headers()
            .first("x-terraform-get")
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .or(() -> TerraformGet.in(response.text()));
    if (location.isEmpty()) {
      throw new FetchException(
          "no source URL was returned",
          "The server answers neither with the header X-Terraform-Get nor with a meta tag"
              + " terraform-get. If the address is that of an archive whose name doesn't say so,"
              + " add its kind, such as ?archive=zip; if it is a git repository, put git:: in"
              + " front.");
    }
    fetcher.answered().fetchFolder(Locations.resolved(response.uri(), location.get()), place);
  }

  @Override
  public void file(PackageAddress address, Path file) throws IOException {
    try {
      HttpResponse _ =
          checked(
              surroundings
                  .client()
                  .download(
                      request(address.url()), file, MOST_OF_ARCHIVE, surroundings.cancellation()));
    } catch (HttpFailureException e) {
      throw failed(e);
    }
  }

  private HttpRequest request(String url) throws FetchException {
    URI uri = uri(url);
    HttpRequest request = HttpRequest.get(uri);
    String authority = String.valueOf(uri.getRawAuthority());
    if (authority.contains("@")) {
      return request;
    }
    int colon = authority.lastIndexOf(':');
    String host = colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    return Netrc.of(surroundings.environment(), surroundings.home())
        .find(host.toLowerCase(Locale.ROOT))
        .filter(login -> !login.user().isEmpty())
        .map(login -> request.withBasic(login.user(), login.password()))
        .orElse(request);
  }

  /** An address in which characters that must be encoded may not be. */
  static URI uri(String url) throws FetchException {
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < url.length(); i++) {
      char c = url.charAt(i);
      encoded.append(c <= ' ' || " \"<>\\^`{|}".indexOf(c) >= 0 ? "%" + hex(c) : String.valueOf(c));
    }
    try {
      return URI.create(encoded.toString());
    } catch (IllegalArgumentException e) {
      throw new FetchException("the address is malformed");
    }
  }

  private static String hex(char c) {
    return java.util.HexFormat.of().withUpperCase().toHexDigits((byte) c);
  }

  static FetchException failed(HttpFailureException e) {
    FetchException failed =
        new FetchException(String.valueOf(e.getMessage()), e.failure().remedy());
    failed.initCause(e);
    return failed;
  }

  static HttpResponse checked(HttpResponse response) throws FetchException {
    if (response.isSuccessful()) {
      return response;
    }
    String remedy =
        switch (response.status()) {
          case 401, 403 ->
              "Give a user and a password for the host in ~/.netrc, or another file that the"
                  + " variable NETRC names.";
          case 404, 410 -> "Check the address of the module.";
          case 429 -> "Try again later.";
          default -> response.status() >= 500 ? "Try again later." : "";
        };
    throw new FetchException("bad response code: " + response, remedy);
  }
}
