package dev.ingot.state.backend.azurerm;

import dev.ingot.http.Headers;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.state.kit.FakeServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** The container {@code states} of one account, as far as states need it. */
public final class FakeAzure extends FakeServer {
  private record Blob(String content, int version, Map<String, String> metadata, String lease) {
    String tag() {
      return "\"0x" + version + "\"";
    }
  }

  private static final String CONTAINER = "/states";

  private final SortedMap<String, Blob> blobs = new TreeMap<>();
  private int version = 100;
  private int snapshots;

  FakeAzure() throws IOException {}

  /** With TLS; it is the cloud, the resource manager and Entra ID, too. */
  public FakeAzure(SSLContext context) throws IOException {
    super(context);
  }

  private Optional<Reply> cloud(String target) {
    String self = "https://localhost:" + port() + "/";
    String body =
        target.startsWith("/metadata/endpoints?")
            ? "{\"authentication\":{\"loginEndpoint\":\"SELF\"},\"resourceManager\":\"SELF\","
                + "\"suffixes\":{\"storage\":\"core.example.com\"}}"
            : target.endsWith("/oauth2/v2.0/token")
                ? "{\"access_token\":\"tok\",\"expires_in\":3600}"
                : target.contains("/listKeys?")
                    ? "{\"keys\":[{\"keyName\":\"key1\",\"value\":\"a2V5\"}]}"
                    : target.startsWith("/subscriptions/sub/resourceGroups/group/providers/")
                        ? "{\"properties\":{\"primaryEndpoints\":{\"blob\":\"SELF\"}}}"
                        : "";
    return body.isEmpty()
        ? Optional.empty()
        : Optional.of(
            TestServer.response(200, body.replace("SELF", self))
                .with("Content-Type", "application/json"));
  }

  synchronized SortedMap<String, String> contents() {
    SortedMap<String, String> contents = new TreeMap<>();
    blobs.forEach((key, blob) -> contents.put(key, blob.content()));
    return contents;
  }

  synchronized Map<String, String> metadata(String key) {
    return Optional.ofNullable(blobs.get(key)).map(Blob::metadata).orElse(Map.of());
  }

  synchronized int snapshots() {
    return snapshots;
  }

  /** Somebody who ignores leases. */
  synchronized void overwrite(String key, String content) {
    Blob blob = blobs.getOrDefault(key, new Blob("", 0, Map.of(), ""));
    blobs.put(key, new Blob(content, ++version, blob.metadata(), blob.lease()));
  }

  synchronized void freeLocks() {
    blobs.replaceAll((_, blob) -> new Blob(blob.content(), blob.version(), Map.of(), ""));
  }

  private static Reply.Response error(int status, String code) {
    return TestServer.response(
            status, "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>")
        .with("Content-Type", "application/xml")
        .with("x-ms-error-code", code);
  }

  private static Reply.Response done(int status, Blob blob, String body) {
    Reply.Response response =
        TestServer.response(status, body)
            .with("ETag", blob.tag())
            .with("x-ms-version", "2023-11-03")
            .with("x-ms-lease-status", blob.lease().isEmpty() ? "unlocked" : "locked");
    for (Map.Entry<String, String> entry : blob.metadata().entrySet()) {
      response = response.with("X-Ms-Meta-" + entry.getKey(), entry.getValue());
    }
    return response;
  }

  @Override
  protected Reply answer(Asked request) {
    String target = request.target();
    Optional<Reply> service = cloud(target);
    if (service.isPresent()) {
      return service.get();
    }
    String path = target.split("\\?", 2)[0];
    String query = target.indexOf('?') < 0 ? "" : target.substring(target.indexOf('?') + 1);
    if (request.field("authorization").isEmpty() && !query.contains("sig=")) {
      return error(401, "NoAuthenticationInformation");
    }
    if (!path.startsWith(CONTAINER)) {
      return error(404, "ContainerNotFound");
    }
    if (query.startsWith("comp=list")) {
      return listing(query);
    }
    String key = URLDecoder.decode(path.substring(CONTAINER.length() + 1), StandardCharsets.UTF_8);
    Optional<Blob> present = Optional.ofNullable(blobs.get(key));
    return switch (request.head().method()) {
      case "PUT" -> written(request, key, query, present);
      case "DELETE" -> {
        if (present.isEmpty()) {
          yield error(404, "BlobNotFound");
        }
        if (!present.get().lease().equals(request.field("x-ms-lease-id"))) {
          yield error(412, "LeaseIdMissing");
        }
        blobs.remove(key);
        yield TestServer.response(202, "");
      }
      default ->
          present
              .<Reply>map(blob -> done(200, blob, blob.content()))
              .orElseGet(() -> error(404, "BlobNotFound"));
    };
  }

  private Reply written(Asked request, String key, String query, Optional<Blob> present) {
    String lease = request.field("x-ms-lease-id");
    if (query.startsWith("comp=lease")) {
      return present
          .map(blob -> lease(request, key, blob, lease))
          .orElseGet(() -> error(404, "BlobNotFound"));
    }
    if (present.isPresent() && !present.get().lease().equals(lease)) {
      return error(
          412,
          lease.isEmpty()
              ? "LeaseIdMissing"
              : present.get().lease().isEmpty() ? "LeaseLost" : "LeaseIdMismatchWithBlobOperation");
    }
    if (present.isEmpty() && !lease.isEmpty()) {
      return error(412, "LeaseNotPresentWithBlobOperation");
    }
    if (query.startsWith("comp=snapshot")) {
      snapshots++;
      return done(201, present.orElseThrow(), "");
    }
    if (request.field("if-none-match").equals("*") && present.isPresent()) {
      return error(409, "BlobAlreadyExists");
    }
    String match = request.field("if-match");
    if (!match.isEmpty() && !present.map(Blob::tag).equals(Optional.of(match))) {
      return error(412, "ConditionNotMet");
    }
    Blob blob =
        new Blob(
            query.startsWith("comp=metadata")
                ? present.map(Blob::content).orElse("")
                : request.body(),
            ++version,
            metadata(request.head().headers()),
            lease);
    blobs.put(key, blob);
    return done(201, blob, "");
  }

  private static Map<String, String> metadata(Headers headers) {
    Map<String, String> metadata = new TreeMap<>();
    for (Headers.Field field : headers.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (name.startsWith("x-ms-meta-")) {
        metadata.put(name.substring("x-ms-meta-".length()), field.value());
      }
    }
    return metadata;
  }

  private Reply lease(Asked request, String key, Blob blob, String lease) {
    boolean acquiring = request.field("x-ms-lease-action").equals("acquire");
    String asked = acquiring ? request.field("x-ms-proposed-lease-id") : lease;
    if (!blob.lease().isEmpty() && !blob.lease().equals(asked)) {
      return error(409, acquiring ? "LeaseAlreadyPresent" : "LeaseIdMismatchWithLeaseOperation");
    }
    Blob after = new Blob(blob.content(), blob.version(), blob.metadata(), acquiring ? asked : "");
    blobs.put(key, after);
    return done(acquiring ? 201 : 200, after, "");
  }

  /** Two blobs a page. */
  private Reply listing(String query) {
    String prefix = "";
    String marker = "";
    for (String pair : query.split("&")) {
      String value =
          URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8);
      if (pair.startsWith("prefix=")) {
        prefix = value;
      } else if (pair.startsWith("marker=")) {
        marker = value;
      }
    }
    String start = prefix;
    String after = marker;
    List<String> found =
        blobs.keySet().stream()
            .filter(key -> key.startsWith(start) && key.compareTo(after) > 0)
            .toList();
    StringBuilder xml =
        new StringBuilder("<EnumerationResults><Prefix>" + prefix + "</Prefix><Blobs>");
    found.stream()
        .limit(2)
        .forEach(
            key ->
                xml.append("<Blob><Name>")
                    .append(key.replace("&", "&amp;"))
                    .append("</Name></Blob>"));
    xml.append("</Blobs><NextMarker>").append(found.size() > 2 ? found.get(1) : "");
    return TestServer.response(200, xml.append("</NextMarker></EnumerationResults>").toString())
        .with("Content-Type", "application/xml");
  }
}
