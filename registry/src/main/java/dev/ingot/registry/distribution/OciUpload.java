package dev.ingot.registry.distribution;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.registry.distribution.DistributionException.Kind;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes blobs and manifests to OCI registries. Rules: the OCI Distribution specification 1.1. */
final class OciUpload {
  private static final String OCTETS = "application/octet-stream";
  private static final int MOST_ATTEMPTS = 4;

  private final Transport transport;
  private final int chunk;

  /**
   * Writes.
   *
   * @param chunk bytes; larger blobs are sent in parts, so that an upload that breaks off goes on
   *     where it was
   */
  OciUpload(Transport transport, int chunk) {
    this.transport = transport;
    this.chunk = chunk;
  }

  /** How a blob got there. */
  enum Outcome {
    THERE,
    MOUNTED,
    SENT
  }

  /**
   * Makes sure that a repository has a blob.
   *
   * @param from another repository of the same registry that may have it
   * @throws DistributionException if the registry doesn't take it
   */
  Outcome blob(Repository repository, Digest digest, Path file, Optional<Repository> from)
      throws IOException {
    HttpResponse known =
        transport.send(
            repository, HttpRequest.of("HEAD", transport.address(repository, "blobs/" + digest)));
    if (known.isSuccessful()) {
      return Outcome.THERE;
    }
    String start = "blobs/uploads/";
    String mount =
        from.filter(other -> other.registry().equals(repository.registry()))
            .map(other -> "?mount=" + digest + "&from=" + other.name())
            .orElse("");
    HttpResponse begun = started(repository, start + mount);
    if (!mount.isEmpty() && begun.status() == 201) {
      return Outcome.MOUNTED;
    }
    long size = Files.size(file);
    if (size > chunk && inChunks(repository, begun, digest, file, size)) {
      return Outcome.SENT;
    }
    HttpResponse session = size > chunk ? started(repository, start) : begun;
    whole(repository, session, digest, file);
    return Outcome.SENT;
  }

  private HttpResponse started(Repository repository, String rest) throws IOException {
    return Transport.checked(
        repository,
        transport.send(repository, HttpRequest.of("POST", transport.address(repository, rest))));
  }

  /** Sends a blob in one request; begins anew where that breaks off. */
  private void whole(Repository repository, HttpResponse begun, Digest digest, Path file)
      throws IOException {
    HttpResponse session = begun;
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse _ =
            Transport.checked(
                repository,
                transport.send(
                    repository,
                    HttpRequest.of("PUT", with(location(repository, session), digest))
                        .withRepeatable(false)
                        .withBody(RequestBody.of(file), OCTETS)));
        return;
      } catch (DistributionException e) {
        if (e.kind() != Kind.UNREACHABLE || attempt == MOST_ATTEMPTS) {
          throw e;
        }
        session = started(repository, "blobs/uploads/");
      }
    }
  }

  /**
   * Sends a blob in parts.
   *
   * @return whether the registry takes parts
   */
  private boolean inChunks(
      Repository repository, HttpResponse begun, Digest digest, Path file, long size)
      throws IOException {
    int part =
        begun
            .headers()
            .first("oci-chunk-min-length")
            .flatMap(OciUpload::number)
            .filter(least -> least > chunk && least <= 1 << 28)
            .map(Long::intValue)
            .orElse(chunk);
    URI location = location(repository, begun);
    long sent = 0;
    long furthest = 0;
    int stalls = 0;
    while (sent < size) {
      byte[] bytes = read(file, sent, (int) Math.min(part, size - sent));
      HttpRequest request =
          HttpRequest.of("PATCH", location)
              .withRepeatable(false)
              .withHeader("Content-Range", sent + "-" + (sent + bytes.length - 1))
              .withBody(RequestBody.of(bytes), OCTETS);
      try {
        HttpResponse response = transport.send(repository, request);
        if (sent == 0 && !response.isSuccessful() && response.status() / 100 == 4) {
          return false;
        }
        HttpResponse _ = Transport.checked(repository, response);
        location = location(repository, response);
        sent += bytes.length;
        if (sent > furthest) {
          furthest = sent;
          stalls = 0;
        }
      } catch (DistributionException e) {
        stalls++;
        if (e.kind() != Kind.UNREACHABLE || stalls == MOST_ATTEMPTS) {
          throw e;
        }
        HttpResponse status =
            Transport.checked(repository, transport.send(repository, HttpRequest.get(location)));
        location = location(repository, status);
        sent = received(status).filter(count -> count <= size).orElse(0L);
      }
    }
    HttpResponse _ =
        Transport.checked(
            repository,
            transport.send(
                repository, HttpRequest.of("PUT", with(location, digest)).withRepeatable(false)));
    return true;
  }

  /** How much of an upload the registry has: {@code Range: 0-LAST}. */
  private static Optional<Long> received(HttpResponse status) {
    return status
        .headers()
        .first("range")
        .map(text -> text.substring(text.indexOf('-') + 1))
        .flatMap(OciUpload::number)
        .map(last -> last == 0 ? 0 : last + 1);
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text.strip())).filter(number -> number >= 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static byte[] read(Path file, long from, int count) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      return in.readNBytes(count);
    }
  }

  private static URI location(Repository repository, HttpResponse response)
      throws DistributionException {
    try {
      URI found =
          response.uri().resolve(URI.create(response.headers().first("location").orElse("")));
      boolean safe =
          "https".equals(found.getScheme())
              || ("http".equals(found.getScheme()) && "http".equals(response.uri().getScheme()));
      if (safe && response.headers().first("location").isPresent()) {
        return found;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw Transport.malformed(repository, "it doesn't tell where to send a blob");
  }

  private static URI with(URI location, Digest digest) {
    return URI.create(location + (location.getRawQuery() == null ? "?" : "&") + "digest=" + digest);
  }

  /**
   * Writes a manifest.
   *
   * @param reference a tag or its digest
   * @return whether the registry keeps track of subjects itself
   */
  boolean manifest(Repository repository, String reference, String mediaType, byte[] content)
      throws IOException {
    HttpResponse response =
        Transport.checked(
            repository,
            transport.send(
                repository,
                HttpRequest.of("PUT", transport.address(repository, "manifests/" + reference))
                    .withBody(RequestBody.of(content), mediaType)));
    return response.headers().first("oci-subject").isPresent();
  }
}
