package dev.ingot.state.aws;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import dev.ingot.state.StateException;
import dev.ingot.state.aws.AwsSettings.Role;
import dev.ingot.state.aws.AwsSettings.WebRole;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * Finds credentials where AWS's tools do, in their order: given ones, the environment, a token of a
 * web identity, the profile of the shared files, the container, the machine. Then a role is assumed
 * with them where one is asked for. What was found is kept until shortly before it ends.
 */
public final class CredentialChain implements AwsClient.CredentialSource {
  private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(5);
  private static final int LONGEST_CHAIN = 5;
  private static final String ASK = "ask this machine's metadata";

  private final AwsSettings settings;
  private final BackendPlace place;
  private final StoreHttp http;
  private final StoreHttp metadata;
  private final Sts sts;
  private Optional<AwsCredentials> known = Optional.empty();

  /**
   * A chain; nothing is asked before credentials are.
   *
   * @param metadata a client that doesn't wait long: where there is no metadata service, nothing
   *     answers
   */
  public CredentialChain(
      AwsSettings settings, BackendPlace place, StoreHttp http, StoreHttp metadata) {
    this.settings = settings;
    this.place = place;
    this.http = http;
    this.metadata = metadata;
    this.sts = new Sts(settings, place, http);
  }

  @Override
  public synchronized AwsCredentials current() {
    Instant now = place.environment().clock().instant();
    if (known.isPresent() && lasts(known.get(), now.plus(BEFORE_EXPIRY))) {
      return known.get();
    }
    try {
      AwsCredentials found = found();
      known = Optional.of(found);
      return found;
    } catch (StateException e) {
      // Those there are may last until the next attempt.
      return known.filter(credentials -> lasts(credentials, now)).orElseThrow(() -> e);
    }
  }

  private static boolean lasts(AwsCredentials credentials, Instant until) {
    return credentials.expiry().map(until::isBefore).orElse(true);
  }

  private AwsCredentials found() {
    if (settings.webRole().isPresent()) {
      AwsCredentials web = sts.assume(settings.webRole().get());
      return settings.role().map(role -> sts.assume(role, web)).orElse(web);
    }
    AwsCredentials base =
        settings
            .given()
            .or(() -> settings.profile().isPresent() ? Optional.empty() : environment())
            .or(() -> settings.profile().isPresent() ? Optional.empty() : webIdentity())
            .or(this::profile)
            .or(this::container)
            .or(this::machine)
            .orElseThrow(CredentialChain::none);
    return settings.role().map(role -> sts.assume(role, base)).orElse(base);
  }

  private static StateException none() {
    return new StateException(
        "No valid credential sources found\n\nNo credentials for AWS are in the backend block, the"
            + " environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), the shared files or this"
            + " machine's metadata.");
  }

  private Optional<AwsCredentials> environment() {
    return place
        .variable("AWS_ACCESS_KEY_ID")
        .flatMap(
            key ->
                place
                    .variable("AWS_SECRET_ACCESS_KEY")
                    .map(
                        secret ->
                            AwsCredentials.of(key, secret, place.variable("AWS_SESSION_TOKEN"))));
  }

  private Optional<AwsCredentials> webIdentity() {
    Optional<String> file = place.variable("AWS_WEB_IDENTITY_TOKEN_FILE");
    Optional<String> arn = place.variable("AWS_ROLE_ARN");
    if (file.isEmpty() || arn.isEmpty()) {
      return Optional.empty();
    }
    Role role = new Role(arn.get(), place.variable("AWS_ROLE_SESSION_NAME"), List.of());
    return Optional.of(
        sts.assume(new WebRole(role, Optional.empty(), Optional.of(Path.of(file.get())))));
  }

  private Optional<AwsCredentials> profile() {
    Optional<String> named = settings.profile().or(() -> place.variable("AWS_PROFILE"));
    String profile = named.orElse("default");
    AwsProfiles profiles = profiles();
    if (!profiles.has(profile)) {
      if (named.isPresent()) {
        throw new StateException(
            "failed to get shared config profile, "
                + profile
                + ": it is in none of the files "
                + files("config", settings.configurationFiles(), "AWS_CONFIG_FILE")
                + " and "
                + files("credentials", settings.credentialsFiles(), "AWS_SHARED_CREDENTIALS_FILE")
                + ".");
      }
      return Optional.empty();
    }
    return profile(profiles, profile, new HashSet<>());
  }

  private Optional<AwsCredentials> profile(AwsProfiles profiles, String profile, Set<String> seen) {
    if (!seen.add(profile) || seen.size() > LONGEST_CHAIN) {
      throw new StateException("The profile " + profile + " has itself as its source_profile.");
    }
    Optional<String> role = profiles.value(profile, "role_arn");
    Optional<AwsCredentials> own = keys(profiles, profile);
    if (role.isEmpty()) {
      if (own.isEmpty()) {
        unsupported(profiles, profile);
      }
      return own;
    }
    List<AwsSettings.Parameter> parameters = new ArrayList<>();
    profiles
        .value(profile, "external_id")
        .ifPresent(id -> parameters.add(new AwsSettings.Parameter("ExternalId", id)));
    Role assumed = new Role(role.get(), profiles.value(profile, "role_session_name"), parameters);
    Optional<String> token = profiles.value(profile, "web_identity_token_file");
    if (token.isPresent()) {
      return Optional.of(sts.assume(new WebRole(assumed, Optional.empty(), token.map(Path::of))));
    }
    Optional<String> source = profiles.value(profile, "source_profile");
    Optional<AwsCredentials> base =
        source.isPresent()
            ? source.get().equals(profile) ? own : profile(profiles, source.get(), seen)
            : switch (profiles.value(profile, "credential_source").orElse("")) {
              case "Environment" -> environment();
              case "EcsContainer" -> container();
              case "Ec2InstanceMetadata" -> machine();
              default -> own;
            };
    return base.map(credentials -> sts.assume(assumed, credentials));
  }

  private static void unsupported(AwsProfiles profiles, String profile) {
    for (String way : List.of("sso_session", "sso_start_url", "credential_process")) {
      if (profiles.value(profile, way).isPresent()) {
        throw new StateException(
            "The profile "
                + profile
                + " gets its credentials by "
                + way
                + ", which Ingot doesn't do yet. Put credentials into the environment, for example"
                + " by \"aws configure export-credentials --format env\".");
      }
    }
  }

  private static Optional<AwsCredentials> keys(AwsProfiles profiles, String profile) {
    return profiles
        .value(profile, "aws_access_key_id")
        .flatMap(
            key ->
                profiles
                    .value(profile, "aws_secret_access_key")
                    .map(
                        secret ->
                            AwsCredentials.of(
                                key, secret, profiles.value(profile, "aws_session_token"))));
  }

  private AwsProfiles profiles() {
    return AwsProfiles.read(
        files("config", settings.configurationFiles(), "AWS_CONFIG_FILE"),
        files("credentials", settings.credentialsFiles(), "AWS_SHARED_CREDENTIALS_FILE"));
  }

  private List<Path> files(String usual, List<Path> given, String variable) {
    if (!given.isEmpty()) {
      return given;
    }
    return place
        .variable(variable)
        .map(file -> List.of(Path.of(file)))
        .orElseGet(
            () ->
                place
                    .variable("HOME")
                    .map(home -> List.of(Path.of(home, ".aws", usual)))
                    .orElse(List.of()));
  }

  /** The region of the profile, where nothing else says one. */
  public Optional<String> region() {
    return profiles()
        .value(
            settings.profile().or(() -> place.variable("AWS_PROFILE")).orElse("default"), "region");
  }

  private Optional<AwsCredentials> container() {
    Optional<URI> address =
        place
            .variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
            .map(path -> "http://169.254.170.2" + path)
            .or(() -> place.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
            .map(text -> ServiceAddress.of("The address of the container's credentials", text));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    HttpRequest request = HttpRequest.get(address.get());
    Optional<String> token =
        place
            .variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
            .map(file -> Sts.content(Path.of(file)))
            .or(() -> place.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN"));
    if (token.isPresent()) {
      request = request.withSecret("Authorization", token.get());
    }
    HttpResponse response = http.send("get the container's credentials", request);
    return Optional.of(credentials(response, "The container's credentials"));
  }

  private Optional<AwsCredentials> machine() {
    if (!settings.metadata()
        || place
            .variable("AWS_EC2_METADATA_DISABLED")
            .filter("true"::equalsIgnoreCase)
            .isPresent()) {
      return Optional.empty();
    }
    String endpoint =
        settings
            .metadataEndpoint()
            .or(() -> place.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT"))
            .orElse("http://169.254.169.254");
    URI base = ServiceAddress.base("The address of this machine's metadata", endpoint);
    Optional<HttpResponse> token = token(base);
    if (token.isEmpty()) {
      return Optional.empty();
    }
    String roles = base + "latest/meta-data/iam/security-credentials/";
    HttpResponse role = metadata.send(ASK, get(roles, token.get()));
    if (!role.isSuccessful()) {
      return Optional.empty();
    }
    String name = role.text().lines().findFirst().orElse("").strip();
    return Optional.of(
        credentials(
            metadata.send(ASK, get(roles + ServiceAddress.encoded(name, true), token.get())),
            "This machine's metadata"));
  }

  private Optional<HttpResponse> token(URI base) {
    try {
      return Optional.of(
              metadata.send(
                  ASK,
                  HttpRequest.of("PUT", URI.create(base + "latest/api/token"))
                      .withHeader("X-aws-ec2-metadata-token-ttl-seconds", "300")))
          .filter(HttpResponse::isSuccessful);
    } catch (StateException _) {
      // There is no such service here.
      return Optional.empty();
    }
  }

  private static HttpRequest get(String address, HttpResponse token) {
    return HttpRequest.get(URI.create(address))
        .withSecret("X-aws-ec2-metadata-token", token.text());
  }

  private static AwsCredentials credentials(HttpResponse response, String what) {
    if (!response.isSuccessful()) {
      throw new StateException(what + " can't be read: " + response.statusText() + ".");
    }
    try {
      Value json = ValueJson.parse(response.text());
      Optional<String> expiry = text(json, "Expiration");
      return new AwsCredentials(
          text(json, "AccessKeyId").orElseThrow(() -> incomplete(what)),
          text(json, "SecretAccessKey").orElseThrow(() -> incomplete(what)),
          text(json, "Token"),
          expiry.map(Instant::parse));
    } catch (JacksonException | ValueJsonException | DateTimeException e) {
      throw incomplete(what);
    }
  }

  private static Optional<String> text(Value json, String name) {
    return Values.attribute(json, name).flatMap(Values::text);
  }

  private static StateException incomplete(String what) {
    return new StateException(what + " is not what AWS answers with.");
  }

  /** The content of a file without the end of its line. */
  static String read(Path file) throws IOException {
    return Files.readString(file).strip();
  }
}
