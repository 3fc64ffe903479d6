package dev.ingot.state.google;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.lang.JsonDocument;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.oauth.JsonWebToken;
import dev.ingot.state.oauth.Token;
import dev.ingot.state.oauth.TokenSource;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import dev.ingot.storage.RegularFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds credentials where Google's libraries do: given ones, the file of {@code
 * GOOGLE_APPLICATION_CREDENTIALS}, the login of {@code gcloud}, this machine's metadata. Rules:
 * Google's documentation of the application default credentials and of credentials files.
 */
public final class GoogleCredentials implements TokenSource {
  private static final String PLATFORM_SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String TOKENS = "https://oauth2.googleapis.com/token";
  private static final long HOUR = 3600;
  private static final int DEEPEST = 3;

  private final GoogleSettings settings;
  private final BackendPlace place;
  private final TokenEndpoint endpoint;
  private final StoreHttp http;
  private final StoreHttp metadata;

  /**
   * Credentials; nothing is asked before a token is.
   *
   * @param metadata a client that doesn't wait long: where there is no metadata service, nothing
   *     answers
   */
  public GoogleCredentials(
      GoogleSettings settings, BackendPlace place, StoreHttp http, StoreHttp metadata) {
    this.settings = settings;
    this.place = place;
    this.http = http;
    this.metadata = metadata;
    this.endpoint = new TokenEndpoint(http, place.environment().clock());
  }

  @Override
  public Token token() {
    if (settings.impersonated().isEmpty()) {
      return own(settings.scope());
    }
    URI uri =
        URI.create(
            settings.iam()
                + "projects/-/serviceAccounts/"
                + ServiceAddress.encoded(settings.impersonated().get(), false)
                + ":generateAccessToken");
    return endpoint.impersonated(uri, own(PLATFORM_SCOPE), grant(settings.delegates()));
  }

  private String grant(List<String> delegates) {
    return JsonDocument.line(
        json -> {
          json.writeStartObject();
          json.writeName("scope");
          json.writeStartArray();
          json.writeString(settings.scope());
          json.writeEndArray();
          json.writeName("delegates");
          json.writeStartArray();
          delegates.forEach(
              delegate ->
                  json.writeString(
                      delegate.startsWith("projects/")
                          ? delegate
                          : "projects/-/serviceAccounts/" + delegate));
          json.writeEndArray();
          json.writeStringProperty("lifetime", HOUR + "s");
          json.writeEndObject();
        });
  }

  private Token own(String scope) {
    if (settings.token().isPresent()) {
      return new Token(settings.token().get(), Optional.empty());
    }
    Optional<String> content = settings.given().or(this::file);
    if (content.isPresent()) {
      JsonAnswer file =
          JsonAnswer.parse(content.get())
              .orElseThrow(() -> new StateException("The credentials for Google are not JSON."));
      return of(file, scope, 0);
    }
    String host = place.variable("GCE_METADATA_HOST").orElse("169.254.169.254");
    String uri = "http://" + host + "/computeMetadata/v1/instance/service-accounts/default/token";
    return endpoint
        .metadata(
            ServiceAddress.of(
                "The address of this machine's metadata",
                uri + "?scopes=" + ServiceAddress.encoded(scope, false)),
            metadata)
        .orElseThrow(
            () ->
                new StateException(
                    "There are no credentials for Google: none are in the backend block, in"
                        + " GOOGLE_BACKEND_CREDENTIALS, GOOGLE_CREDENTIALS or"
                        + " GOOGLE_APPLICATION_CREDENTIALS, gcloud has no login, and this machine"
                        + " has no metadata service. Run \"gcloud auth application-default"
                        + " login\", or set one of the variables."));
  }

  private Optional<String> file() {
    Optional<Path> named = place.variable("GOOGLE_APPLICATION_CREDENTIALS").map(Path::of);
    Optional<Path> login =
        place
            .variable("CLOUDSDK_CONFIG")
            .map(Path::of)
            .or(() -> place.variable("HOME").map(home -> Path.of(home, ".config", "gcloud")))
            .map(folder -> folder.resolve("application_default_credentials.json"))
            .filter(Files::isRegularFile);
    return named.or(() -> login).map(GoogleCredentials::content);
  }

  private static String content(Path file) {
    try {
      return new String(RegularFile.read(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StateException(
          "The credentials for Google in "
              + file
              + " cannot be read: "
              + StateException.reason(e)
              + ".",
          e);
    }
  }

  private Token of(JsonAnswer file, String scope, int depth) {
    String type = file.text("type").orElse("");
    if (depth >= DEEPEST) {
      throw new StateException("The credentials for Google are nested too deep.");
    }
    return switch (type) {
      case "service_account" -> serviceAccount(file, scope);
      case "authorized_user" -> login(file);
      case "external_account" -> external(file, scope);
      case "impersonated_service_account" -> {
        Token source =
            of(file.at("source_credentials").orElse(JsonAnswer.NONE), PLATFORM_SCOPE, depth + 1);
        List<String> delegates =
            file.elements("delegates").stream().flatMap(each -> each.text().stream()).toList();
        yield endpoint.impersonated(
            address(file, "service_account_impersonation_url"), source, grant(delegates));
      }
      default ->
          throw new StateException(
              "The credentials for Google are of the type \""
                  + type
                  + "\", which Ingot doesn't have. It has service_account, authorized_user,"
                  + " external_account and impersonated_service_account.");
    };
  }

  private Token serviceAccount(JsonAnswer file, String scope) {
    String account = needed(file, "client_email");
    String address = file.text("token_uri").orElse(TOKENS);
    long now = endpoint.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", account);
    claims.put("scope", scope);
    claims.put("aud", address);
    claims.put("iat", now);
    claims.put("exp", now + HOUR);
    Map<String, String> headers = new TreeMap<>();
    file.text("private_key_id").ifPresent(id -> headers.put("kid", id));
    String assertion =
        JsonWebToken.signed(
            JsonWebToken.key("the service account " + account, needed(file, "private_key")),
            headers,
            claims);
    return endpoint.form(
        address,
        Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", assertion));
  }

  private Token login(JsonAnswer file) {
    return endpoint.form(
        file.text("token_uri").orElse(TOKENS),
        Map.of(
            "grant_type", "refresh_token",
            "client_id", needed(file, "client_id"),
            "client_secret", needed(file, "client_secret"),
            "refresh_token", needed(file, "refresh_token")));
  }

  /** A token of another identity provider, such as that of a CI system. */
  private Token external(JsonAnswer file, String scope) {
    JsonAnswer source = file.at("credential_source").orElse(JsonAnswer.NONE);
    boolean impersonating = file.text("service_account_impersonation_url").isPresent();
    Map<String, String> fields = new TreeMap<>();
    fields.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    fields.put("audience", needed(file, "audience"));
    fields.put("scope", impersonating ? PLATFORM_SCOPE : scope);
    fields.put("requested_token_type", "urn:ietf:params:oauth:token-type:access_token");
    fields.put("subject_token_type", needed(file, "subject_token_type"));
    fields.put("subject_token", subject(source));
    Token exchanged =
        endpoint.form(file.text("token_url").orElse("https://sts.googleapis.com/v1/token"), fields);
    return impersonating
        ? endpoint.impersonated(
            address(file, "service_account_impersonation_url"), exchanged, grant(List.of()))
        : exchanged;
  }

  private String subject(JsonAnswer source) {
    String text;
    if (source.text("file").isPresent()) {
      text = content(place.folder().resolve(source.text("file").get()));
    } else if (source.text("url").isPresent() && source.text("environment_id").isEmpty()) {
      HttpRequest request =
          HttpRequest.get(
              ServiceAddress.of("The address of the identity", source.text("url").get()));
      for (Map.Entry<String, String> header : source.texts("headers").entrySet()) {
        request = request.withSecret(header.getKey(), header.getValue());
      }
      HttpResponse response = http.send("get an identity token", request);
      if (!response.isSuccessful()) {
        throw new StateException("Can't get an identity token: " + response.statusText() + ".");
      }
      text = response.text();
    } else {
      throw new StateException(
          "The credentials for Google get an identity from a program or from AWS, which Ingot"
              + " doesn't do yet. Use a file or a URL as credential_source, or set"
              + " GOOGLE_OAUTH_ACCESS_TOKEN.");
    }
    if (source.text("format", "type").filter("json"::equals).isPresent()) {
      String field = source.text("format", "subject_token_field_name").orElse("access_token");
      return JsonAnswer.parse(text)
          .flatMap(json -> json.text(field))
          .orElseThrow(() -> new StateException("The identity has no field \"" + field + "\"."));
    }
    return text.strip();
  }

  private static URI address(JsonAnswer file, String name) {
    return ServiceAddress.of("The value of " + name, needed(file, name));
  }

  private static String needed(JsonAnswer file, String name) {
    return file.text(name)
        .orElseThrow(
            () ->
                new StateException(
                    "The credentials for Google have no \""
                        + name
                        + "\". Download the key, or log in, again."));
  }
}
