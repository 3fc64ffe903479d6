package dev.ingot.deploy.fetch;

import dev.ingot.deploy.source.PackageAddress;
import dev.ingot.deploy.source.UrlQuery;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import dev.ingot.state.StateException;
import dev.ingot.state.remote.ServiceAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Downloads objects of Google Cloud Storage by its JSON interface, with the credentials of Google's
 * tools. The variable STORAGE_EMULATOR_HOST names another server, as for Google's own libraries.
 */
final class GcsGetter implements Getter {
  private static final long MOST = 1L << 30;
  private static final int MOST_OF_LIST = 16 << 20;
  private static final int LONGEST_LISTING = 100;

  private final FetchSurroundings surroundings;

  GcsGetter(FetchSurroundings surroundings) {
    this.surroundings = surroundings;
  }

  private record Place(String bucket, String object) {
    static Place of(PackageAddress address) throws FetchException {
      String url = new UrlQuery(List.of()).appliedTo(address.url());
      int start = url.indexOf("://");
      String[] parts = start < 0 ? new String[0] : url.substring(start + 3).split("/", 5);
      if (parts.length < 5
          || !parts[0].endsWith("googleapis.com")
          || !parts[1].equals("storage")
          || parts[4].isEmpty()) {
        throw new FetchException(
            "URL is not a valid GCS URL",
            "Write gcs::https://www.googleapis.com/storage/v1/BUCKET/OBJECT.");
      }
      return new Place(parts[3], parts[4]);
    }
  }

  @Override
  public void file(PackageAddress address, Path file) throws IOException {
    Place place = Place.of(address);
    download(place.bucket(), place.object(), address.query().first("generation"), file);
  }

  @Override
  public void folder(PackageAddress address, Path target) throws IOException {
    Place place = Place.of(address);
    String prefix = place.object().endsWith("/") ? place.object() : place.object() + "/";
    List<String> names = names(place.bucket(), prefix);
    if (names.isEmpty()) {
      throw new FetchException(
          "the bucket " + place.bucket() + " has no objects below " + place.object(),
          "An archive needs an extension that says its kind, or the parameter archive.");
    }
    ObjectFolder folder = new ObjectFolder(target);
    for (String name : names) {
      Optional<Path> file = folder.place(name.substring(prefix.length()));
      if (file.isPresent()) {
        download(place.bucket(), name, Optional.empty(), file.get());
      }
    }
  }

  private List<String> names(String bucket, String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    String more = "";
    for (int page = 0; page < LONGEST_LISTING; page++) {
      Value list =
          json(
              checked(
                  send(
                      request(
                              endpoint()
                                  + "/storage/v1/b/"
                                  + encoded(bucket)
                                  + "/o?prefix="
                                  + encoded(prefix)
                                  + more)
                          .withMost(MOST_OF_LIST))));
      for (Value item :
          Values.attribute(list, "items").flatMap(Values::elements).orElse(List.of())) {
        Values.attribute(item, "name").flatMap(Values::text).ifPresent(names::add);
      }
      Optional<String> next = Values.attribute(list, "nextPageToken").flatMap(Values::text);
      if (next.isEmpty()) {
        return names;
      }
      more = "&pageToken=" + encoded(next.get());
    }
    throw new FetchException("the folder " + prefix + " has too many objects");
  }

  private static Value json(HttpResponse response) throws FetchException {
    try {
      return ValueJson.parse(response.text());
    } catch (ValueJsonException | JacksonException e) {
      throw new FetchException("the server did not answer with JSON: " + response);
    }
  }

  private void download(String bucket, String object, Optional<String> generation, Path file)
      throws IOException {
    HttpRequest request =
        request(
            endpoint()
                + "/storage/v1/b/"
                + encoded(bucket)
                + "/o/"
                + encoded(object)
                + "?alt=media"
                + generation.map(text -> "&generation=" + encoded(text)).orElse(""));
    try {
      HttpResponse _ =
          checked(surroundings.client().download(request, file, MOST, surroundings.cancellation()));
    } catch (HttpFailureException e) {
      throw HttpGetter.failed(e);
    }
  }

  private HttpResponse send(HttpRequest request) throws IOException {
    try {
      return surroundings.client().send(request, surroundings.cancellation());
    } catch (HttpFailureException e) {
      throw HttpGetter.failed(e);
    }
  }

  private HttpRequest request(String url) throws IOException {
    HttpRequest request = HttpRequest.get(HttpGetter.uri(url));
    if (!emulator().isEmpty()) {
      return request;
    }
    try {
      return request.withBearer(surroundings.google().token().value());
    } catch (StateException e) {
      throw new FetchException(String.valueOf(e.getMessage()));
    }
  }

  private String emulator() {
    return surroundings.environment().getOrDefault("STORAGE_EMULATOR_HOST", "");
  }

  private String endpoint() {
    String host = emulator();
    if (host.isEmpty()) {
      return "https://storage.googleapis.com";
    }
    return host.contains("://") ? host : "http://" + host;
  }

  private static String encoded(String text) {
    return ServiceAddress.encoded(text, false);
  }

  private static HttpResponse checked(HttpResponse response) throws FetchException {
    if (response.isSuccessful()) {
      return response;
    }
    throw new FetchException(
        response.toString(),
        switch (response.status()) {
          case 401, 403 -> "Check that the credentials for Google Cloud may read the object.";
          case 404 -> "Check the bucket and the object.";
          default -> "";
        });
  }
}
