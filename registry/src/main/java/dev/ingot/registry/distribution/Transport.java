package dev.ingot.registry.distribution;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.HttpFailure;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.TlsProblem;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.registry.distribution.DistributionException.Kind;
import dev.ingot.registry.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Sends requests to registries by HTTPS, with what they ask for once they have asked: a user and
 * password, or a token that their own server gives. Only a registry on this host may speak plain
 * HTTP. Rules: the token authentication of Docker's registries.
 */
final class Transport {
  private static final int MOST_OF_TOKEN = 1 << 20;
  private static final int UNAUTHORIZED = 401;
  private static final String HUB = "docker.io";
  private static final String HUB_SERVICE = "registry-1.docker.io";
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  private final HttpClient client;
  private final OciCredentials credentials;
  private final Cancellation cancellation;
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private final Map<String, String> schemes = new ConcurrentHashMap<>();

  Transport(HttpClient client, OciCredentials credentials, Cancellation cancellation) {
    this.client = client;
    this.credentials = credentials;
    this.cancellation = cancellation;
  }

  /** Sends a request. */
  @FunctionalInterface
  interface Sending {
    HttpResponse send(HttpClient client, HttpRequest request, Cancellation cancellation)
        throws IOException;
  }

  /** An address of a repository. */
  URI address(Repository repository, String rest) throws DistributionException {
    return URI.create(base(repository.registry()) + "/v2/" + repository.name() + "/" + rest);
  }

  private String base(String registry) throws DistributionException {
    String host = registry.equals(HUB) ? HUB_SERVICE : registry;
    return scheme(host) + "://" + host;
  }

  /** A registry for tests and mirrors on this host rarely has a certificate. */
  private String scheme(String host) throws DistributionException {
    if (!isLoopback(host)) {
      return "https";
    }
    String known = schemes.get(host);
    if (known != null) {
      return known;
    }
    String found = "https";
    try {
      HttpResponse _ =
          client.send(HttpRequest.get(URI.create("https://" + host + "/v2/")), cancellation);
    } catch (HttpFailureException e) {
      if (e.failure() instanceof HttpFailure.TlsFailed(String _, TlsProblem problem, String _)
          && (problem == TlsProblem.NOT_TLS || problem == TlsProblem.HANDSHAKE)) {
        found = "http";
      } else {
        throw unreachable(e);
      }
    } catch (IOException e) {
      throw new IllegalStateException("a request without a file", e);
    }
    schemes.put(host, found);
    return found;
  }

  /** A name that begins like an address of this host may belong to anybody. */
  static boolean isLoopback(String host) {
    int colon = host.lastIndexOf(':');
    String name = colon < 0 ? host : host.substring(0, colon);
    return name.equals("localhost") || LOOPBACK.matcher(name).matches();
  }

  /** Sends a request whose answer is kept in memory. */
  HttpResponse send(Repository repository, HttpRequest request) throws IOException {
    return send(repository, request, HttpClient::send);
  }

  HttpResponse send(Repository repository, HttpRequest request, Sending sending)
      throws IOException {
    try {
      // Where uploads go may be another host, which is shown nothing.
      boolean own =
          String.valueOf(request.uri().getRawAuthority())
              .equals(URI.create(base(repository.registry())).getRawAuthority());
      Optional<String> known = Optional.ofNullable(tokens.get(repository.toString()));
      HttpResponse response =
          sending.send(
              client,
              own && known.isPresent() ? with(request, known.get()) : request,
              cancellation);
      Optional<String> challenge = response.headers().first("www-authenticate");
      if (response.status() != UNAUTHORIZED || challenge.isEmpty() || !own) {
        return response;
      }
      // Tokens are short-lived: one that was good for the last request may be too old for this.
      Optional<String> authorization = answer(repository, challenge.get());
      if (authorization.isEmpty() || authorization.equals(known)) {
        return response;
      }
      tokens.put(repository.toString(), authorization.get());
      return sending.send(client, with(request, authorization.get()), cancellation);
    } catch (HttpFailureException e) {
      throw unreachable(e);
    }
  }

  private static HttpRequest with(HttpRequest request, String authorization) {
    return request.withSecret("Authorization", authorization);
  }

  private static DistributionException unreachable(HttpFailureException e) {
    DistributionException failed =
        new DistributionException(
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
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private Optional<String> bearer(
      Repository repository, Map<String, String> asked, Optional<OciCredential> credential)
      throws IOException {
    URI realm = realm(repository, asked.getOrDefault("realm", ""));
    StringBuilder query =
        new StringBuilder("service=").append(encoded(asked.getOrDefault("service", "")));
    String scopes = asked.getOrDefault("scope", "repository:" + repository.name() + ":pull");
    for (String scope : scopes.split(" ", -1)) {
      query.append("&scope=").append(encoded(scope));
    }
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
        checked(repository, client.send(request.withMost(MOST_OF_TOKEN), cancellation));
    JsonObject json = json(repository, response);
    String token = json.text("token").isEmpty() ? json.text("access_token") : json.text("token");
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }

  /** The server that gives tokens. */
  private static URI realm(Repository repository, String address) throws DistributionException {
    URI realm;
    try {
      realm = new URI(address);
    } catch (URISyntaxException e) {
      throw malformed(repository, "it doesn't say where tokens are given");
    }
    String host = Optional.ofNullable(realm.getRawAuthority()).orElse("");
    String scheme = Optional.ofNullable(realm.getScheme()).orElse("");
    if (host.isEmpty()) {
      throw malformed(repository, "it doesn't say where tokens are given");
    }
    boolean local = isLoopback(repository.registry()) && isLoopback(host);
    if (!scheme.equals("https") && !(scheme.equals("http") && local)) {
      throw malformed(repository, "it asks for a token from a host that isn't reached by HTTPS");
    }
    return realm;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The parameters of a challenge: {@code Bearer realm="…",service="…"}. */
  static Map<String, String> parameters(String challenge) {
    Map<String, String> found = new TreeMap<>();
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
      found.put(name.toLowerCase(Locale.ROOT), challenge.substring(start, end));
      at = end + 1;
    }
    return found;
  }

  /**
   * A response that is a success.
   *
   * @throws DistributionException if it isn't
   */
  static HttpResponse checked(Repository repository, HttpResponse response)
      throws DistributionException {
    if (response.isSuccessful()) {
      return response;
    }
    String what = response.statusText() + " from " + repository + problem(response);
    throw switch (response.status()) {
      case 401, 403 ->
          new DistributionException(
              Kind.UNAUTHORIZED,
              "the registry "
                  + repository.registry()
                  + " requires other credentials for "
                  + repository.name()
                  + " ("
                  + response.statusText()
                  + ")"
                  + problem(response),
              "Log in there with a program that writes ~/.docker/config.json.");
      case 404, 410 -> new DistributionException(Kind.NOT_FOUND, what, "");
      case 429 ->
          new DistributionException(
              Kind.UNREACHABLE,
              what,
              "The registry limits requests; try again later, or log in, which raises the limit of"
                  + " some registries.");
      default ->
          response.status() / 100 == 4
              ? new DistributionException(Kind.REFUSED, what, "")
              : new DistributionException(Kind.UNREACHABLE, what, "Try again later.");
    };
  }

  /** What a registry says of its refusal. */
  private static String problem(HttpResponse response) {
    return JsonObject.parse(response.text()).stream()
        .flatMap(json -> json.objects("errors").stream())
        .map(error -> error.text("message"))
        .filter(text -> !text.isEmpty() && text.length() < 500)
        .map(text -> ": " + text.strip())
        .findFirst()
        .orElse("");
  }

  static JsonObject json(Repository repository, HttpResponse response)
      throws DistributionException {
    Optional<JsonObject> json = JsonObject.parse(response.text());
    if (json.isEmpty()) {
      throw malformed(repository, "it did not answer with JSON");
    }
    return json.get();
  }

  static DistributionException malformed(Repository repository, String what) {
    return new DistributionException(
        Kind.UNREACHABLE,
        "the registry of " + repository + " can't be used: " + what,
        "Check the address of the registry.");
  }

  static DistributionException damaged(Repository repository, String digest) {
    return new DistributionException(
        Kind.NOT_AUTHENTIC,
        "what " + repository + " has as " + digest + " has another digest",
        "Run the command again; if it happens again, tell whoever runs the registry.");
  }
}
