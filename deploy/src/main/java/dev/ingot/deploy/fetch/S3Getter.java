package dev.ingot.deploy.fetch;

import dev.ingot.deploy.source.PackageAddress;
import dev.ingot.deploy.source.UrlQuery;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.state.StateException;
import dev.ingot.state.aws.AwsCredentials;
import dev.ingot.state.aws.AwsSignature;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.XmlAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Downloads objects of S3 and of what speaks its protocol. Credentials are those of AWS's tools,
 * unless the address has them.
 */
final class S3Getter implements Getter {
  private static final long MOST = 1L << 30;
  private static final int MOST_OF_LIST = 16 << 20;
  private static final int LONGEST_LISTING = 100;
  private static final String DOMAIN = ".amazonaws.com";

  private final FetchSurroundings surroundings;

  S3Getter(FetchSurroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Where an object is.
   *
   * @param endpoint with the scheme
   * @param key encoded as in the address; without a slash in front
   */
  record Place(String region, String endpoint, String bucket, String key) {
    static Place of(PackageAddress address) throws FetchException {
      UrlQuery query = address.query();
      String url = new UrlQuery(List.of()).appliedTo(address.url());
      int start = url.indexOf("://");
      int slash = start < 0 ? -1 : url.indexOf('/', start + 3);
      if (slash < 0) {
        throw invalid();
      }
      String host = url.substring(start + 3, slash);
      String path = url.substring(slash + 1);
      if (!host.endsWith(DOMAIN)) {
        return inPath(query.first("region").orElse("us-east-1"), url.substring(0, slash), path);
      }
      String[] parts = host.substring(0, host.length() - DOMAIN.length()).split("\\.", -1);
      int service = parts[0].equals("s3") || parts[0].startsWith("s3-") ? 0 : 1;
      if (parts.length <= service || parts.length > service + 2) {
        throw invalid();
      }
      boolean dashed = parts[service].startsWith("s3-");
      String region =
          dashed
              ? parts[service].substring(3)
              : parts.length > service + 1 ? parts[service + 1] : "us-east-1";
      if (!dashed && !parts[service].equals("s3")) {
        throw invalid();
      }
      String endpoint = "https://s3." + region + DOMAIN;
      return inPath(region, endpoint, service == 0 ? path : parts[0] + "/" + path);
    }

    private static Place inPath(String region, String endpoint, String path) throws FetchException {
      int slash = path.indexOf('/');
      if (slash <= 0 || slash == path.length() - 1) {
        throw invalid();
      }
      return new Place(region, endpoint, path.substring(0, slash), path.substring(slash + 1));
    }

    private static FetchException invalid() {
      return new FetchException(
          "URL is not a valid S3 URL", "Write s3::https://s3-REGION.amazonaws.com/BUCKET/KEY.");
    }

    URI object(String name) throws FetchException {
      return HttpGetter.uri(endpoint + "/" + bucket + "/" + name);
    }
  }

  /** Whether an address is at Amazon, by TLS. */
  static boolean isOfAmazon(PackageAddress address) {
    try {
      return Place.of(address).endpoint().endsWith(DOMAIN) && address.scheme().equals("https");
    } catch (FetchException e) {
      return false;
    }
  }

  @Override
  public void file(PackageAddress address, Path file) throws IOException {
    Place place = Place.of(address);
    String version =
        address.query().first("version").map(text -> "?versionId=" + encoded(text)).orElse("");
    download(address, place, place.object(place.key() + version), file);
  }

  @Override
  public void folder(PackageAddress address, Path target) throws IOException {
    Place place = Place.of(address);
    String prefix = place.key().endsWith("/") ? place.key() : place.key() + "/";
    List<String> keys = keys(address, place, prefix);
    if (keys.isEmpty()) {
      throw new FetchException(
          "the bucket " + place.bucket() + " has no objects below " + place.key(),
          "An archive needs an extension that says its kind, or the parameter archive.");
    }
    ObjectFolder folder = new ObjectFolder(target);
    for (String key : keys) {
      Optional<Path> file = folder.place(key.substring(prefix.length()));
      if (file.isPresent()) {
        download(address, place, place.object(ServiceAddress.encoded(key, true)), file.get());
      }
    }
  }

  private List<String> keys(PackageAddress address, Place place, String prefix) throws IOException {
    List<String> keys = new ArrayList<>();
    String more = "";
    for (int page = 0; page < LONGEST_LISTING; page++) {
      URI uri =
          HttpGetter.uri(
              place.endpoint()
                  + "/"
                  + place.bucket()
                  + "?list-type=2&max-keys=1000&prefix="
                  + encoded(prefix)
                  + more);
      HttpResponse response;
      try {
        response =
            checked(
                surroundings
                    .client()
                    .send(
                        signed(address, place, uri).withMost(MOST_OF_LIST),
                        surroundings.cancellation()));
      } catch (HttpFailureException e) {
        throw HttpGetter.failed(e);
      }
      XmlAnswer xml = new XmlAnswer(response.text());
      keys.addAll(xml.all("Key"));
      Optional<String> next = xml.first("NextContinuationToken");
      if (next.isEmpty()) {
        return keys;
      }
      more = "&continuation-token=" + encoded(next.get());
    }
    throw new FetchException("the folder " + place.key() + " has too many objects");
  }

  private static String encoded(String text) {
    return ServiceAddress.encoded(text, false);
  }

  private void download(PackageAddress address, Place place, URI uri, Path file)
      throws IOException {
    try {
      HttpResponse _ =
          checked(
              surroundings
                  .client()
                  .download(signed(address, place, uri), file, MOST, surroundings.cancellation()));
    } catch (HttpFailureException e) {
      throw HttpGetter.failed(e);
    }
  }

  private HttpRequest signed(PackageAddress address, Place place, URI uri) throws FetchException {
    AwsCredentials credentials;
    try {
      credentials =
          given(address).orElseGet(() -> surroundings.amazon().apply(place.region()).current());
    } catch (StateException e) {
      throw new FetchException(String.valueOf(e.getMessage()));
    }
    HttpRequest request = HttpRequest.get(uri);
    Map<String, String> fields =
        new AwsSignature(place.region(), "s3")
            .headers(
                "GET", uri, Map.of(), new byte[0], credentials, surroundings.clock().instant());
    for (Map.Entry<String, String> field : fields.entrySet()) {
      request = request.withSecret(field.getKey(), field.getValue());
    }
    return request;
  }

  private static Optional<AwsCredentials> given(PackageAddress address) {
    UrlQuery query = address.query();
    return query
        .first("aws_access_key_id")
        .flatMap(
            key ->
                query
                    .first("aws_access_key_secret")
                    .map(
                        secret -> AwsCredentials.of(key, secret, query.first("aws_access_token"))));
  }

  private static HttpResponse checked(HttpResponse response) throws FetchException {
    if (response.isSuccessful()) {
      return response;
    }
    String code = new XmlAnswer(response.text()).first("Code").orElse("");
    throw new FetchException(
        response + (code.isEmpty() ? "" : ": " + code),
        response.status() == 403
            ? "Check that the credentials for AWS may read the object, and its region."
            : response.status() == 404 ? "Check the bucket and the key." : "");
  }
}
