package dev.ingot.state.backend.s3;

import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.Limits;
import dev.ingot.http.client.Retries;
import dev.ingot.http.tls.TlsSettings;
import dev.ingot.http.tls.Trust;
import dev.ingot.lang.value.Value;
import dev.ingot.state.StateException;
import dev.ingot.state.aws.AwsClient;
import dev.ingot.state.aws.AwsRegion;
import dev.ingot.state.aws.AwsSettings;
import dev.ingot.state.aws.AwsSignature;
import dev.ingot.state.aws.CredentialChain;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who asks services of AWS, and how: what the arguments of the backend {@code s3} say of that. */
public final class AwsAccess {
  private static final Limits METADATA =
      new Limits(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2));

  private final StoreHttp http;
  private final CredentialChain credentials;
  private final BackendPlace place;
  private final String region;

  private AwsAccess(
      StoreHttp http, CredentialChain credentials, BackendPlace place, String region) {
    this.http = http;
    this.credentials = credentials;
    this.place = place;
    this.region = region;
  }

  static AwsAccess of(S3Arguments arguments, String region) {
    BackendPlace place = arguments.place();
    StoreHttp http = StoreHttp.of(client(arguments, place), place);
    AwsSettings aws = arguments.aws(region);
    StoreHttp metadata = StoreHttp.ofMachine(METADATA, place);
    return new AwsAccess(http, new CredentialChain(aws, place, http, metadata), place, region);
  }

  /**
   * By arguments that the backend {@code s3} has, too.
   *
   * @return empty if they and the environment name no region
   */
  public static Optional<AwsAccess> of(SortedMap<String, Value> arguments, BackendPlace place) {
    S3Arguments given = new S3Arguments(new BackendSettings(S3BackendType.NAME, arguments), place);
    return given.region().map(region -> of(given, region));
  }

  /** Signed requests to a service. */
  public AwsClient client(String service) {
    return new AwsClient(
        http, new AwsSignature(region, service), credentials, place.environment().clock());
  }

  /** Where a service is: as the environment says, or in the region. */
  public URI endpoint(String service) {
    String address =
        place
            .variable("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT))
            .or(() -> place.variable("AWS_ENDPOINT_URL"))
            .orElseGet(() -> "https://" + service + "." + region + "." + AwsRegion.domain(region));
    return ServiceAddress.base("The endpoint of " + service.toUpperCase(Locale.ROOT), address);
  }

  private static ClientSettings client(S3Arguments arguments, BackendPlace place) {
    Map<String, String> variables = new TreeMap<>(place.variables());
    arguments.text("http_proxy").ifPresent(proxy -> variables.put("HTTP_PROXY", proxy));
    arguments.text("https_proxy").ifPresent(proxy -> variables.put("HTTPS_PROXY", proxy));
    arguments.text("no_proxy").ifPresent(hosts -> variables.put("NO_PROXY", hosts));
    ClientSettings usual = ClientSettings.usual(variables).withRedirects(0);
    TlsSettings tls = usual.tls();
    Optional<Path> authorities =
        arguments
            .text("custom_ca_bundle")
            .or(() -> place.variable("AWS_CA_BUNDLE"))
            .map(S3Arguments.home(place));
    if (arguments.is("insecure")) {
      tls = tls.withTrust(new Trust.Anyone());
    } else if (authorities.isPresent()) {
      tls = tls.withTrust(new Trust.Authorities(List.of(content(authorities.get()))));
    }
    int retries = (int) Math.clamp(arguments.number("max_retries").orElse(5L), 0L, 100L);
    return usual
        .withTls(tls)
        .withRetries(
            new Retries(
                retries, Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(60)));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new StateException(
          "The file " + file + " cannot be read: " + StateException.reason(e) + ".", e);
    }
  }
}
