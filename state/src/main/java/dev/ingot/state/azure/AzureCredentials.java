package dev.ingot.state.azure;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.state.StateException;
import dev.ingot.state.azure.AzureSettings.Federation;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.oauth.JsonWebToken;
import dev.ingot.state.oauth.Token;
import dev.ingot.state.oauth.TokenSource;
import dev.ingot.state.program.Programs;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import dev.ingot.storage.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Tokens of Entra ID, by the first way that is configured: certificate, secret, identity of another
 * provider, managed identity, workload identity of a pod, and the command line last. Rules: the
 * documentation of Terraform's backend and of Microsoft's identity platform.
 */
public final class AzureCredentials {
  private static final String PURPOSE = "get a token from Entra ID";
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final AzureSettings settings;
  private final BackendPlace place;
  private final Supplier<AzureCloud> cloud;
  private final StoreHttp http;
  private final StoreHttp metadata;
  private final Programs programs;

  /**
   * Credentials; nothing is asked before a token is.
   *
   * @param metadata a client that doesn't wait long
   */
  public AzureCredentials(
      AzureSettings settings,
      BackendPlace place,
      Supplier<AzureCloud> cloud,
      StoreHttp http,
      StoreHttp metadata,
      Programs programs) {
    this.settings = settings;
    this.place = place;
    this.cloud = cloud;
    this.http = http;
    this.metadata = metadata;
    this.programs = programs;
  }

  /**
   * Tokens for a service.
   *
   * @param resource such as {@code https://storage.azure.com}
   */
  public TokenSource of(String resource) {
    return TokenSource.kept(() -> token(resource), place.environment().clock());
  }

  private Clock clock() {
    return place.environment().clock();
  }

  private Token token(String resource) {
    if (settings.certificate().isPresent()) {
      return granted(resource, "client_assertion", certified(settings.certificate().get()));
    }
    if (settings.secret().isPresent()) {
      return granted(resource, "client_secret", settings.secret().get());
    }
    if (settings.federation().isPresent()) {
      return granted(resource, "client_assertion", identity(settings.federation().get()));
    }
    if (settings.managed()) {
      return managed(resource);
    }
    if (settings.workload()) {
      return workload(resource);
    }
    if (settings.commandLine()) {
      return commandLine(resource);
    }
    throw new StateException(
        "There are no credentials for Azure: set client_id, tenant_id and client_secret (or"
            + " client_certificate), use_oidc, use_msi or use_cli, or give an access_key or"
            + " sas_token of the storage account.");
  }

  private String tenant() {
    return settings
        .tenant()
        .orElseThrow(
            () ->
                new StateException(
                    "The tenant is missing: set tenant_id, or ARM_TENANT_ID in the"
                        + " environment."));
  }

  private String client() {
    return settings
        .client()
        .orElseThrow(
            () ->
                new StateException(
                    "The client is missing: set client_id, or ARM_CLIENT_ID in the environment."));
  }

  private URI endpoint(String tenant) {
    return URI.create(
        cloud.get().login() + ServiceAddress.encoded(tenant, false) + "/oauth2/v2.0/token");
  }

  private Token granted(String resource, String kind, String proof) {
    return granted(tenant(), client(), resource, kind, proof);
  }

  private Token granted(String tenant, String client, String resource, String kind, String proof) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("grant_type", "client_credentials");
    fields.put("client_id", client);
    fields.put("scope", resource + "/.default");
    fields.put(kind, proof);
    if (kind.equals("client_assertion")) {
      fields.put("client_assertion_type", ASSERTION);
    }
    HttpRequest request =
        HttpRequest.of("POST", endpoint(tenant))
            .withRepeatable(true)
            .withBody(
                RequestBody.of(ServiceAddress.form(fields).getBytes(StandardCharsets.US_ASCII)),
                "application/x-www-form-urlencoded");
    return read(http.send(PURPOSE, request), "access_token", "expires_in");
  }

  private Token read(HttpResponse response, String name, String expiry) {
    if (!response.isSuccessful()) {
      throw new StateException(
          "Can't "
              + PURPOSE
              + ": "
              + response.statusText()
              + JsonAnswer.parse(response.text())
                  .flatMap(json -> json.text("error_description"))
                  .flatMap(text -> text.lines().findFirst())
                  .map(text -> ", " + text)
                  .orElse("")
              + ". Check client_id, tenant_id, and that the secret or certificate has not"
              + " expired.");
    }
    return read(JsonAnswer.of(PURPOSE, response), name, expiry);
  }

  private Token read(JsonAnswer json, String name, String expiry) {
    Instant now = clock().instant();
    return new Token(
        json.text(name)
            .orElseThrow(
                () -> new StateException("Can't " + PURPOSE + ": the answer has no token.")),
        json.number(expiry)
            .map(
                seconds ->
                    expiry.equals("expires_in")
                        ? now.plusSeconds(seconds)
                        : Instant.ofEpochSecond(seconds)));
  }

  /** A statement signed by the application's certificate. */
  private String certified(byte[] pkcs12) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      char[] password = settings.certificatePassword().toCharArray();
      store.load(new ByteArrayInputStream(pkcs12), password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, password) instanceof PrivateKey key) {
          byte[] certificate = store.getCertificate(alias).getEncoded();
          String thumbprint =
              JsonWebToken.encoded(MessageDigest.getInstance("SHA-1").digest(certificate));
          long now = clock().instant().getEpochSecond();
          Map<String, Object> claims = new TreeMap<>();
          claims.put("aud", endpoint(tenant()).toString());
          claims.put("iss", client());
          claims.put("sub", client());
          claims.put("jti", new UUID(place.environment().random().nextLong(), now).toString());
          claims.put("nbf", now);
          claims.put("exp", now + 600);
          return JsonWebToken.signed(key, Map.of("x5t", thumbprint), claims);
        }
      }
      throw new StateException("The client certificate has no private key.");
    } catch (GeneralSecurityException | IOException e) {
      throw new StateException(
          "The client certificate can't be read: it has to be PKCS #12 (.pfx), and"
              + " client_certificate_password its password.",
          e);
    }
  }

  private String content(String file) {
    Path path = place.folder().resolve(file);
    try {
      return new String(RegularFile.read(path), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new StateException(
          "The identity token in " + path + " cannot be read: " + StateException.reason(e) + ".",
          e);
    }
  }

  private String identity(Federation federation) {
    if (federation.token().isPresent()) {
      return federation.token().get();
    }
    if (federation.file().isPresent()) {
      return content(federation.file().get());
    }
    String url =
        federation
            .requestUrl()
            .orElseThrow(
                () ->
                    new StateException(
                        "use_oidc is set, but there is no identity: set oidc_token,"
                            + " oidc_token_file_path, or oidc_request_url and"
                            + " oidc_request_token."));
    String and = url.indexOf('?') < 0 ? "?" : "&";
    boolean devops = federation.connection().isPresent();
    String whole =
        devops
            ? url
                + and
                + "api-version=7.1&serviceConnectionId="
                + ServiceAddress.encoded(federation.connection().get(), false)
            : url + and + "audience=" + ServiceAddress.encoded("api://AzureADTokenExchange", false);
    HttpRequest request =
        HttpRequest.of(
                devops ? "POST" : "GET", ServiceAddress.of("The address of the identity", whole))
            .withRepeatable(true)
            .withBearer(federation.requestToken().orElse(""));
    HttpResponse response = http.send("get an identity token", request);
    if (!response.isSuccessful()) {
      throw new StateException("Can't get an identity token: " + response.statusText() + ".");
    }
    return JsonAnswer.of("get an identity token", response)
        .text(devops ? "oidcToken" : "value")
        .orElseThrow(() -> new StateException("The answer has no identity token."));
  }

  private Token managed(String resource) {
    Optional<String> service = place.variable("IDENTITY_ENDPOINT");
    Optional<String> header = place.variable("IDENTITY_HEADER");
    boolean app = service.isPresent() && header.isPresent();
    String base =
        app
            ? service.get() + "?api-version=2019-08-01"
            : settings
                    .managedEndpoint()
                    .or(() -> place.variable("MSI_ENDPOINT"))
                    .orElse("http://169.254.169.254/metadata/identity/oauth2/token")
                + "?api-version=2018-02-01";
    String whole =
        base
            + "&resource="
            + ServiceAddress.encoded(resource, false)
            + settings
                .client()
                .map(id -> "&client_id=" + ServiceAddress.encoded(id, false))
                .orElse("");
    HttpRequest request =
        HttpRequest.get(ServiceAddress.of("The address of the managed identity", whole))
            .withHeader("Metadata", "true");
    if (app) {
      request = request.withSecret("X-IDENTITY-HEADER", header.get());
    }
    HttpResponse response = metadata.send("get a token of the managed identity", request);
    return read(response, "access_token", "expires_on");
  }

  private Token workload(String resource) {
    Optional<String> file = place.variable("AZURE_FEDERATED_TOKEN_FILE");
    Optional<String> client = settings.client().or(() -> place.variable("AZURE_CLIENT_ID"));
    Optional<String> tenant = settings.tenant().or(() -> place.variable("AZURE_TENANT_ID"));
    if (file.isEmpty() || client.isEmpty() || tenant.isEmpty()) {
      throw new StateException(
          "use_aks_workload_identity is set, but AZURE_FEDERATED_TOKEN_FILE, AZURE_CLIENT_ID and"
              + " AZURE_TENANT_ID are not in the environment, as they are in a pod with a workload"
              + " identity.");
    }
    return granted(tenant.get(), client.get(), resource, "client_assertion", content(file.get()));
  }

  private Token commandLine(String resource) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "az", "account", "get-access-token", "--output", "json", "--resource", resource));
    settings.tenant().ifPresent(id -> command.addAll(List.of("--tenant", id)));
    if (settings.tenant().isEmpty()) {
      settings.subscription().ifPresent(id -> command.addAll(List.of("--subscription", id)));
    }
    Programs.Ended ended;
    try {
      ended = programs.run(new Programs.Program(command, Map.of(), new byte[0], LIMIT));
    } catch (IOException e) {
      throw new StateException(
          "There are no credentials for Azure: none are configured, and Azure's command line"
              + " (az) can't be run: "
              + StateException.reason(e)
              + ". Set access_key, sas_token, client_id with client_secret, use_oidc or use_msi,"
              + " or install it and run \"az login\".",
          e);
    }
    if (ended.exitCode() != 0) {
      throw new StateException(
          "Azure's command line has no token: "
              + ended.errors().lines().findFirst().orElse("it failed")
              + " Run \"az login\".");
    }
    JsonAnswer json =
        JsonAnswer.parse(ended.text())
            .orElseThrow(() -> new StateException("Azure's command line didn't print JSON."));
    return read(json, "accessToken", "expires_on");
  }
}
