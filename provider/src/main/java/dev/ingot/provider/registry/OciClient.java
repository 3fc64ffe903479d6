package dev.ingot.provider.registry;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.provider.registry.RegistryException.Kind;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads from OCI registries by HTTPS; what is named by a digest is checked against it. Rules: the
 * OCI Distribution specification 1.1 and the token authentication of registries.
 */
public final class OciClient {
  private static final int MOST_OF_MANIFEST = 4 << 20;
  private static final long MOST_OF_PART = 4L << 30;
  private static final int MOST_PAGES = 1000;
  private static final int UNAUTHORIZED = 401;

  private final HttpClient client;
  private final OciCredentials credentials;
  private final Cancellation cancellation;
  private final Map<String, String> tokens = new HashMap<>();

  /** By a client, which its owner closes. */
  public OciClient(HttpClient client, OciCredentials credentials, Cancellation cancellation) {
    this.client = client;
    this.credentials = credentials;
    this.cancellation = cancellation;
  }

  /**
   * A repository.
   *
   * @param registry a host, with its port
   */
  public record Repository(String registry, String name) {
    URI address(String rest) {
      return URI.create("https://" + registry + "/v2/" + name + "/" + rest);
    }

    @Override
    public String toString() {
      return registry + "/" + name;
    }
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

  /**
   * The tags of a repository; none if there is no such repository.
   *
   * @throws RegistryException if the registry can't be asked
   */
  public List<String> tags(Repository repository) throws IOException {
    List<String> tags = new ArrayList<>();
    URI next = repository.address("tags/list");
    for (int page = 0; page < MOST_PAGES; page++) {
      HttpResponse response;
      try {
        response = checked(repository, get(repository, next, "application/json", MOST_OF_MANIFEST));
      } catch (RegistryException e) {
        if (e.kind() == Kind.NOT_FOUND) {
          return List.of();
        }
        throw e;
      }
      tags.addAll(json(repository, response).texts("tags"));
      Optional<URI> more = response.headers().first("link").flatMap(link -> next(response, link));
      if (more.isEmpty()) {
        return tags;
      }
      next = more.get();
    }
    throw malformed(repository, "its list of tags does not end");
  }

  /** The address in {@code <ADDRESS>; rel="next"}; only at the same host, by HTTPS. */
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
   * @throws RegistryException of kind NOT_FOUND if there is none; NOT_AUTHENTIC if it isn't what
   *     its digest says
   */
  public Manifest manifest(Repository repository, String reference, String mediaType)
      throws IOException {
    HttpResponse response =
        checked(
            repository,
            get(
                repository,
                repository.address("manifests/" + reference),
                mediaType,
                MOST_OF_MANIFEST));
    if (reference.startsWith("sha256:")
        && !Digest.of(response.body()).toString().equals(reference)) {
      throw damaged(repository, reference);
    }
    Json json = json(repository, response);
    List<Part> parts = new ArrayList<>();
    for (String name : List.of("manifests", "layers")) {
      for (Json part : json.objects(name)) {
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
        said.isEmpty() ? response.mediaType() : said, json.text("artifactType"), parts);
  }

  /** What isn't named by a digest that can be checked must not be asked for. */
  private static String digest(Repository repository, Json part) throws RegistryException {
    return Digest.find(part.text("digest"))
        .map(Digest::toString)
        .orElseThrow(
            () -> malformed(repository, "it names a part by something else than a SHA-256 digest"));
  }

  /**
   * Writes a part to a file.
   *
   * @throws RegistryException of kind NOT_AUTHENTIC if it isn't what its digest says
   */
  public void download(Repository repository, Part part, Path file) throws IOException {
    if (part.size() < 1 || part.size() > MOST_OF_PART) {
      throw malformed(repository, "it says that a part has " + part.size() + " bytes");
    }
    URI uri = repository.address("blobs/" + part.digest());
    HttpResponse response =
        sent(
            repository,
            HttpRequest.get(uri),
            request -> client.download(request, file, part.size(), cancellation));
    HttpResponse _ = checked(repository, response);
    if (Files.size(file) != part.size() || !Digest.of(file).toString().equals(part.digest())) {
      throw damaged(repository, part.digest());
    }
  }

  private HttpResponse get(Repository repository, URI uri, String accept, int most)
      throws IOException {
    return sent(
        repository,
        HttpRequest.get(uri).withHeader("Accept", accept).withMost(most),
        request -> client.send(request, cancellation));
  }

  /** Sends a request. */
  @FunctionalInterface
  private interface Sending {
    HttpResponse send(HttpRequest request) throws IOException;
  }

  /** Sends a request, with what the registry asks for once it has asked. */
  private HttpResponse sent(Repository repository, HttpRequest request, Sending sending)
      throws IOException {
    try {
      Optional<String> known = Optional.ofNullable(tokens.get(repository.toString()));
      HttpResponse response =
          sending.send(known.map(token -> with(request, token)).orElse(request));
      Optional<String> challenge = response.headers().first("www-authenticate");
      if (response.status() != UNAUTHORIZED || challenge.isEmpty()) {
        return response;
      }
      // Tokens are short-lived: one that was good for the last request may be too old for this.
      Optional<String> authorization = answer(repository, challenge.get());
      if (authorization.isEmpty() || authorization.equals(known)) {
        return response;
      }
      tokens.put(repository.toString(), authorization.get());
      return sending.send(with(request, authorization.get()));
    } catch (HttpFailureException e) {
      throw unreachable(e);
    }
  }

  private static HttpRequest with(HttpRequest request, String authorization) {
    return request.withSecret("Authorization", authorization);
  }

  private static RegistryException unreachable(HttpFailureException e) {
    RegistryException failed =
        new RegistryException(
            Kind.UNREACHABLE, String.valueOf(e.getMessage()), e.failure().remedy());
    failed.initCause(e);
    return failed;
  }

  /** What a registry's challenge is answered with. */
  private Optional<String> answer(Repository repository, String challenge) throws IOException {
    Optional<OciCredential> found = credentials.find(repository.registry(), repository.name());
    if (challenge.regionMatches(true, 0, "basic", 0, "basic".length())) {
      return found
          .filter(OciCredential.Basic.class::isInstance)
          .map(each -> basic((OciCredential.Basic) each));
    }
    if (!challenge.regionMatches(true, 0, "bearer", 0, "bearer".length())) {
      return Optional.empty();
    }
    if (found.isPresent()
        && found.get() instanceof OciCredential.Tokens(String access, String _)
        && !access.isEmpty()) {
      return Optional.of("Bearer " + access);
    }
    return bearer(repository, parameters(challenge), found).map(token -> "Bearer " + token);
  }

  private static String basic(OciCredential.Basic credential) {
    byte[] bytes =
        (credential.user() + ":" + credential.password()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + java.util.Base64.getEncoder().encodeToString(bytes);
  }

  private Optional<String> bearer(
      Repository repository, Map<String, String> asked, Optional<OciCredential> credential)
      throws IOException {
    URI realm;
    try {
      realm = URI.create(asked.getOrDefault("realm", ""));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (!String.valueOf(realm.getScheme()).equals("https")) {
      throw malformed(repository, "it asks for a token from a host that isn't reached by HTTPS");
    }
    String query =
        "service="
            + encoded(asked.getOrDefault("service", ""))
            + "&scope="
            + encoded(asked.getOrDefault("scope", "repository:" + repository.name() + ":pull"));
    HttpRequest request =
        credential.isPresent()
                && credential.get() instanceof OciCredential.Tokens(String _, String refresh)
            ? HttpRequest.of("POST", realm)
                .withBody(
                    RequestBody.of(
                        ("grant_type=refresh_token&client_id=ingot&refresh_token="
                                + encoded(refresh)
                                + "&"
                                + query)
                            .getBytes(StandardCharsets.US_ASCII)),
                    "application/x-www-form-urlencoded")
            : HttpRequest.get(
                URI.create(realm + (realm.getRawQuery() == null ? "?" : "&") + query));
    if (credential.isPresent() && credential.get() instanceof OciCredential.Basic basic) {
      request = with(request, basic(basic));
    }
    HttpResponse response =
        checked(repository, client.send(request.withMost(MOST_OF_MANIFEST), cancellation));
    Json json = json(repository, response);
    String token = json.text("token").isEmpty() ? json.text("access_token") : json.text("token");
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The parameters of a challenge: {@code Bearer realm="…",service="…"}. */
  static Map<String, String> parameters(String challenge) {
    Map<String, String> found = new HashMap<>();
    int at = challenge.indexOf(' ');
    while (at >= 0 && at < challenge.length()) {
      int equals = challenge.indexOf('=', at);
      if (equals < 0) {
        return found;
      }
      String name = challenge.substring(at, equals).replace(",", "").strip();
      boolean quoted = challenge.startsWith("\"", equals + 1);
      int start = equals + (quoted ? 2 : 1);
      int end = challenge.indexOf(quoted ? '"' : ',', start);
      end = end < 0 ? challenge.length() : end;
      found.put(name.toLowerCase(java.util.Locale.ROOT), challenge.substring(start, end));
      at = end + 1;
    }
    return found;
  }

  private static HttpResponse checked(Repository repository, HttpResponse response)
      throws RegistryException {
    if (response.isSuccessful()) {
      return response;
    }
    throw switch (response.status()) {
      case 401, 403 ->
          new RegistryException(
              Kind.UNAUTHORIZED,
              "the registry "
                  + repository.registry()
                  + " requires other credentials for "
                  + repository.name()
                  + " ("
                  + response.statusText()
                  + ")",
              "Add an oci_credentials block to the CLI configuration file, or log in there with a"
                  + " program that writes ~/.docker/config.json.");
      case 404, 410 ->
          new RegistryException(Kind.NOT_FOUND, response.statusText() + " from " + repository, "");
      default ->
          new RegistryException(
              Kind.UNREACHABLE, response.statusText() + " from " + repository, "Try again later.");
    };
  }

  private static Json json(Repository repository, HttpResponse response) throws RegistryException {
    Optional<Json> json = Json.parse(response.text());
    if (json.isEmpty()) {
      throw malformed(repository, "it did not answer with JSON");
    }
    return json.get();
  }

  private static RegistryException malformed(Repository repository, String what) {
    return new RegistryException(
        Kind.UNREACHABLE,
        "the registry of " + repository + " can't be used: " + what,
        "Check repository_template in the CLI configuration file.");
  }

  private static RegistryException damaged(Repository repository, String digest) {
    return new RegistryException(
        Kind.NOT_AUTHENTIC,
        "what " + repository + " has as " + digest + " has another digest",
        "Run the command again; if it happens again, tell whoever runs the registry.");
  }
}
