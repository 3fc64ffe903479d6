package dev.ingot.registry.distribution;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.registry.distribution.DistributionException.Kind;
import dev.ingot.registry.json.JsonObject;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads from OCI registries; what is named by a digest is checked against it. Rules: the OCI
 * Distribution specification 1.1.
 */
public final class OciClient {
  static final int MOST_OF_MANIFEST = 4 << 20;
  private static final long MOST_OF_PART = 64L << 30;
  private static final int MOST_PAGES = 1000;
  private static final int MOST_STALLS = 2;
  private static final int PARTIAL = 206;
  private static final String REFERRERS = "application/vnd.oci.image.index.v1+json";

  private final Transport transport;

  /** By a client, which its owner closes. */
  public OciClient(HttpClient client, OciCredentials credentials, Cancellation cancellation) {
    this(new Transport(client, credentials, cancellation));
  }

  OciClient(Transport transport) {
    this.transport = transport;
  }

  Transport transport() {
    return transport;
  }

  /**
   * A part that is named by its digest.
   *
   * @param platform {@code OS_ARCH}; empty if it isn't for one
   */
  public record Part(
      String mediaType, String artifactType, String digest, long size, String platform) {}

  /**
   * A manifest or an index.
   *
   * @param parts the manifests of an index, the layers of a manifest
   */
  public record Manifest(String mediaType, String artifactType, List<Part> parts) {
    public Manifest {
      parts = List.copyOf(parts);
    }
  }

  /** A manifest or an index as it is. */
  static final class Document {
    private final String mediaType;
    private final Digest digest;
    private final byte[] content;

    Document(String mediaType, byte[] content) {
      this.mediaType = mediaType;
      this.digest = Digest.of(content);
      this.content = content;
    }

    String mediaType() {
      return mediaType;
    }

    Digest digest() {
      return digest;
    }

    /** Not to be changed. */
    byte[] content() {
      return content;
    }
  }

  /**
   * The tags of a repository; none if there is no such repository.
   *
   * @throws DistributionException if the registry can't be asked
   */
  public List<String> tags(Repository repository) throws IOException {
    List<String> tags = new ArrayList<>();
    URI next = transport.address(repository, "tags/list");
    for (int page = 0; page < MOST_PAGES; page++) {
      HttpResponse response;
      try {
        response = Transport.checked(repository, get(repository, next, "application/json"));
      } catch (DistributionException e) {
        if (e.kind() == Kind.NOT_FOUND) {
          return List.of();
        }
        throw e;
      }
      tags.addAll(Transport.json(repository, response).texts("tags"));
      Optional<URI> more = response.headers().first("link").flatMap(link -> next(response, link));
      if (more.isEmpty()) {
        return tags;
      }
      next = more.get();
    }
    throw Transport.malformed(repository, "its list of tags does not end");
  }

  /** The address in {@code <ADDRESS>; rel="next"}; only at the same host, in the same way. */
  private static Optional<URI> next(HttpResponse response, String link) {
    int start = link.indexOf('<');
    int end = link.indexOf('>', start + 1);
    if (start < 0 || end < 0 || !link.substring(end).contains("next")) {
      return Optional.empty();
    }
    try {
      URI found = response.uri().resolve(link.substring(start + 1, end));
      return String.valueOf(found.getScheme()).equals(response.uri().getScheme())
              && String.valueOf(found.getRawAuthority()).equals(response.uri().getRawAuthority())
          ? Optional.of(found)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * A manifest or an index.
   *
   * @param reference a tag or a digest
   * @throws DistributionException of kind NOT_FOUND if there is none; NOT_AUTHENTIC if it isn't
   *     what its digest says
   */
  public Manifest manifest(Repository repository, String reference, String mediaType)
      throws IOException {
    Document document = document(repository, reference, mediaType);
    return manifest(repository, document);
  }

  static Manifest manifest(Repository repository, Document document) throws DistributionException {
    JsonObject json =
        JsonObject.parse(new String(document.content(), StandardCharsets.UTF_8))
            .orElseThrow(() -> Transport.malformed(repository, "it did not answer with JSON"));
    List<Part> parts = new ArrayList<>();
    for (String name : List.of("manifests", "layers")) {
      for (JsonObject part : json.objects(name)) {
        parts.add(
            new Part(
                part.text("mediaType"),
                part.text("artifactType"),
                digest(repository, part),
                part.number("size"),
                part.object("platform")
                    .map(platform -> platform.text("os") + "_" + platform.text("architecture"))
                    .orElse("")));
      }
    }
    String said = json.text("mediaType");
    return new Manifest(
        said.isEmpty() ? document.mediaType() : said, json.text("artifactType"), parts);
  }

  Document document(Repository repository, String reference, String accept) throws IOException {
    HttpResponse response =
        Transport.checked(
            repository,
            get(repository, transport.address(repository, "manifests/" + reference), accept));
    Document document = new Document(response.mediaType(), response.body());
    if (Digest.find(reference).isPresent() && !document.digest().toString().equals(reference)) {
      throw Transport.damaged(repository, reference);
    }
    return document;
  }

  /** What isn't named by a digest that can be checked must not be asked for. */
  private static String digest(Repository repository, JsonObject part)
      throws DistributionException {
    return Digest.find(part.text("digest"))
        .map(Digest::toString)
        .orElseThrow(
            () ->
                Transport.malformed(
                    repository, "it names a part by something else than a SHA-256 digest"));
  }

  /**
   * Writes a part to a file.
   *
   * @throws DistributionException of kind NOT_AUTHENTIC if it isn't what its digest says
   */
  public void download(Repository repository, Part part, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      download(repository, part.digest(), part.size(), out);
    }
    if (Files.size(file) != part.size() || !Digest.of(file).toString().equals(part.digest())) {
      throw Transport.damaged(repository, part.digest());
    }
  }

  /**
   * Writes a blob to a stream, which must check its digest. A download that breaks off goes on
   * where it was.
   *
   * @throws DistributionException if the registry doesn't give as many bytes as it said
   */
  void download(Repository repository, String digest, long size, OutputStream out)
      throws IOException {
    if (size < 1 || size > MOST_OF_PART) {
      throw Transport.malformed(repository, "it says that a part has " + size + " bytes");
    }
    HttpRequest request = HttpRequest.get(transport.address(repository, "blobs/" + digest));
    ResumableOutput received = new ResumableOutput(digest + " of " + repository, out, size);
    int stalls = 0;
    while (received.count() < size) {
      long before = received.count();
      HttpRequest next =
          before == 0 ? request : request.withHeader("Range", "bytes=" + before + "-");
      try {
        HttpResponse response =
            transport.send(
                repository,
                next,
                (client, asked, cancellation) ->
                    client.stream(
                        asked,
                        status -> received.from(status == PARTIAL ? before : 0),
                        cancellation));
        HttpResponse _ = Transport.checked(repository, response);
        if (received.count() == before) {
          throw Transport.malformed(repository, "it ends " + digest + " before its last byte");
        }
      } catch (DistributionException e) {
        stalls = received.count() == before ? stalls + 1 : 0;
        if (e.kind() != Kind.UNREACHABLE || stalls >= MOST_STALLS) {
          throw e;
        }
      }
    }
  }

  /** The list of artifacts that refer to a manifest, as an index. */
  byte[] referrers(Repository repository, Digest subject) throws IOException {
    return Transport.checked(
            repository,
            get(repository, transport.address(repository, "referrers/" + subject), REFERRERS))
        .body();
  }

  private HttpResponse get(Repository repository, URI uri, String accept) throws IOException {
    return transport.send(
        repository, HttpRequest.get(uri).withHeader("Accept", accept).withMost(MOST_OF_MANIFEST));
  }
}
