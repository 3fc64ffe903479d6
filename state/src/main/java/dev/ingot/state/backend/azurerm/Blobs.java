package dev.ingot.state.backend.azurerm;

import dev.ingot.http.Headers;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.state.StateException;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import dev.ingot.state.remote.XmlAnswer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The blobs of one container. Rules: the REST API of Azure Blob Storage. */
final class Blobs {
  /**
   * Where and as whom.
   *
   * @param container its address, with a slash at its end
   */
  record Target(URI container, BlobAccess access) {}

  /** A blob. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stored(byte[] content, String tag) {}

  /**
   * What a blob is besides its content.
   *
   * @param metadata with names in lower case
   */
  record Properties(String tag, long size, boolean leased, Map<String, String> metadata) {}

  /** How a conditional request ended. */
  sealed interface Outcome {
    /** It is done. */
    record Done(String tag) implements Outcome {}

    /** The blob is not what was expected; the code says in what. */
    record Refused(String code) implements Outcome {}
  }

  private static final byte[] NOTHING = new byte[0];
  private static final String CODE = "x-ms-error-code";
  private static final String LEASE = "x-ms-lease-id";
  private static final String METADATA = "x-ms-meta-";
  private static final int MOST_PAGES = 1000;

  private final StoreHttp http;
  private final Supplier<Target> target;
  private final String container;

  /**
   * @param target found out when it is first needed
   * @param container its name, for messages
   */
  Blobs(StoreHttp http, Supplier<Target> target, String container) {
    this.http = http;
    this.target = target;
    this.container = container;
  }

  String container() {
    return container;
  }

  private HttpResponse send(
      String purpose,
      String method,
      String key,
      String query,
      Map<String, String> headers,
      byte[] body) {
    Target at = target.get();
    String base = at.container().toString();
    String path =
        key.isEmpty()
            ? base.substring(0, base.length() - 1)
            : base + ServiceAddress.encoded(key, true).replace("%3A", ":");
    URI uri = at.access().uri(URI.create(path + (query.isEmpty() ? "" : "?" + query)));
    HttpRequest request = HttpRequest.of(method, uri).withRepeatable(true);
    Map<String, String> all = new TreeMap<>(headers);
    if (method.equals("PUT")) {
      all.putIfAbsent("Content-Type", "application/octet-stream");
      request = request.withBody(RequestBody.of(body), all.get("Content-Type"));
    }
    return http.send(purpose, at.access().on(request, all, body.length));
  }

  private static String code(HttpResponse response) {
    return response
        .headers()
        .first(CODE)
        .or(() -> new XmlAnswer(response.text()).first("Code"))
        .orElse("");
  }

  private static boolean isMissing(HttpResponse response) {
    return response.status() == 404 && code(response).equals("BlobNotFound");
  }

  private String tag(String purpose, HttpResponse response) {
    return response
        .headers()
        .first("etag")
        .filter(
            _ ->
                response.headers().first("x-ms-version").isPresent()
                    || response.headers().first("x-ms-request-id").isPresent())
        .orElseThrow(
            () ->
                new StateException(
                    "Can't "
                        + purpose
                        + ": the answer is not that of Azure's storage. Check the account, and"
                        + " whether a proxy stands in between."));
  }

  Optional<Stored> get(String purpose, String key) {
    HttpResponse response = send(purpose, "GET", key, "", Map.of(), NOTHING);
    if (isMissing(response)) {
      return Optional.empty();
    }
    require(purpose, response);
    return Optional.of(new Stored(response.body(), tag(purpose, response)));
  }

  Optional<Properties> properties(String purpose, String key) {
    HttpResponse response = send(purpose, "HEAD", key, "", Map.of(), NOTHING);
    if (isMissing(response)) {
      return Optional.empty();
    }
    require(purpose, response);
    Map<String, String> metadata = new TreeMap<>();
    for (Headers.Field field : response.headers().fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (name.startsWith(METADATA)) {
        metadata.put(name.substring(METADATA.length()), field.value());
      }
    }
    return Optional.of(
        new Properties(
            tag(purpose, response),
            response.headers().first("content-length").map(Blobs::length).orElse(0L),
            response.headers().first("x-ms-lease-status").equals(Optional.of("locked")),
            metadata));
  }

  private static long length(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /**
   * Writes a blob.
   *
   * @param tag the one it must have; empty if there must be none
   * @param lease under which it is written
   */
  Outcome put(
      String purpose,
      String key,
      byte[] content,
      Map<String, String> metadata,
      Optional<String> tag,
      Optional<String> lease) {
    Map<String, String> headers = described(metadata, lease);
    headers.put("Content-Type", "application/json");
    headers.put("x-ms-blob-content-type", "application/json");
    headers.put("x-ms-blob-type", "BlockBlob");
    headers.put(tag.isPresent() ? "If-Match" : "If-None-Match", tag.orElse("*"));
    return outcome(purpose, send(purpose, "PUT", key, "", headers, content));
  }

  private static Map<String, String> described(
      Map<String, String> metadata, Optional<String> lease) {
    Map<String, String> headers = new TreeMap<>();
    metadata.forEach((name, value) -> headers.put(METADATA + name, value));
    lease.ifPresent(id -> headers.put(LEASE, id));
    return headers;
  }

  private Outcome outcome(String purpose, HttpResponse response) {
    if (response.status() == 412
        || (response.status() == 409 && !code(response).isEmpty())
        || isMissing(response)) {
      return new Outcome.Refused(code(response));
    }
    require(purpose, response);
    return new Outcome.Done(tag(purpose, response));
  }

  /** Replaces the metadata of a blob. */
  Outcome describe(
      String purpose, String key, Map<String, String> metadata, Optional<String> lease) {
    return outcome(
        purpose, send(purpose, "PUT", key, "comp=metadata", described(metadata, lease), NOTHING));
  }

  /** Keeps what a blob is now. */
  Outcome snapshot(String purpose, String key, Optional<String> lease) {
    return outcome(
        purpose, send(purpose, "PUT", key, "comp=snapshot", described(Map.of(), lease), NOTHING));
  }

  /** Takes a lease without an end, under an id that is given. */
  Outcome lease(String purpose, String key, String id) {
    return outcome(
        purpose,
        send(
            purpose,
            "PUT",
            key,
            "comp=lease",
            Map.of(
                "x-ms-lease-action", "acquire",
                "x-ms-lease-duration", "-1",
                "x-ms-proposed-lease-id", id),
            NOTHING));
  }

  /** Gives a lease back. */
  Outcome release(String purpose, String key, String id) {
    return outcome(
        purpose,
        send(
            purpose,
            "PUT",
            key,
            "comp=lease",
            Map.of("x-ms-lease-action", "release", LEASE, id),
            NOTHING));
  }

  /** Deletes a blob with its snapshots; whether its lease let that happen. */
  boolean delete(String purpose, String key, Optional<String> lease) {
    Map<String, String> headers = described(Map.of(), lease);
    headers.put("x-ms-delete-snapshots", "include");
    HttpResponse response = send(purpose, "DELETE", key, "", headers, NOTHING);
    if (isMissing(response)) {
      return true;
    }
    if (response.status() == 412) {
      return false;
    }
    require(purpose, response);
    return true;
  }

  /** The keys that begin so. */
  List<String> keys(String purpose, String prefix) {
    List<String> keys = new ArrayList<>();
    String marker = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      String query =
          "comp=list&prefix="
              + ServiceAddress.encoded(prefix, false)
              + "&restype=container"
              + (marker.isEmpty() ? "" : "&marker=" + ServiceAddress.encoded(marker, false));
      HttpResponse response = send(purpose, "GET", "", query, Map.of(), NOTHING);
      require(purpose, response);
      if (response.text().indexOf("<EnumerationResults") < 0) {
        throw new StateException(
            "Can't " + purpose + ": the answer is not that of Azure's storage.");
      }
      XmlAnswer xml = new XmlAnswer(response.text());
      keys.addAll(xml.all("Name"));
      marker = xml.first("NextMarker").orElse("");
      if (marker.isEmpty()) {
        return keys;
      }
    }
    throw new StateException("The container " + container + " has too many blobs.");
  }

  private void require(String purpose, HttpResponse response) {
    if (response.isSuccessful()) {
      return;
    }
    String code = code(response);
    if (code.equals("ContainerNotFound")) {
      throw new StateException(
          "The container \""
              + container
              + "\" doesn't exist in the storage account. Create it first (\"az storage container"
              + " create --name "
              + container
              + "\"), or correct the argument \"container_name\".");
    }
    String advice =
        switch (response.status()) {
          case 401 -> " Check the credentials: a token needs the tenant of the storage account.";
          case 403 ->
              " The key may be that of another account or the signature have expired; an identity"
                  + " needs the role \"Storage Blob Data Contributor\".";
          default -> "";
        };
    throw new StateException(
        "Can't "
            + purpose
            + " in the container "
            + container
            + ": "
            + response.statusText()
            + (code.isEmpty() ? "" : ", " + code)
            + "."
            + advice);
  }
}
