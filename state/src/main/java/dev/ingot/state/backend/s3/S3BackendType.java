package dev.ingot.state.backend.s3;

import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.Limits;
import dev.ingot.http.client.Retries;
import dev.ingot.http.tls.TlsSettings;
import dev.ingot.http.tls.Trust;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Schema;
import dev.ingot.state.StateException;
import dev.ingot.state.aws.AwsClient;
import dev.ingot.state.aws.AwsRegion;
import dev.ingot.state.aws.AwsSettings;
import dev.ingot.state.aws.AwsSignature;
import dev.ingot.state.aws.CredentialChain;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.backend.BackendType;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.remote.RemoteBackend;
import dev.ingot.state.remote.StoreHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The backend {@code s3}. Rules: the documentation of Terraform's backend, and as recorded. */
public final class S3BackendType implements BackendType {
  /** Its name. */
  public static final String NAME = "s3";

  private static final Limits METADATA =
      new Limits(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2));

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schema schema() {
    return S3Arguments.SCHEMA;
  }

  @Override
  public List<Diagnostic> problems(BackendSettings settings, BackendPlace place) {
    S3Arguments arguments = new S3Arguments(settings, place);
    List<Diagnostic> problems = new ArrayList<>();
    for (String required : List.of("bucket", "key")) {
      Optional<String> given = settings.text(required);
      if (given.isEmpty()) {
        problems.add(
            Diagnostic.error(
                "Missing Required Value",
                "The attribute \""
                    + required
                    + "\" is required by the backend.\n\nRefer to the backend documentation for"
                    + " additional information which\nattributes are required."));
      } else if (required.equals("key")
          && (given.get().startsWith("/") || given.get().endsWith("/"))) {
        problems.add(
            Diagnostic.error("Invalid Value", "The value must not start or end with \"/\""));
      }
    }
    Optional<String> prefix = settings.text("workspace_key_prefix");
    if (prefix.filter(text -> text.startsWith("/") || text.endsWith("/")).isPresent()) {
      problems.add(Diagnostic.error("Invalid Value", "The value must not start or end with \"/\""));
    }
    Optional<String> region = arguments.region();
    if (region.isEmpty()) {
      problems.add(
          Diagnostic.error(
              "Missing region value",
              "The \"region\" attribute or the \"AWS_REGION\" or \"AWS_DEFAULT_REGION\" environment"
                  + " variables must be set."));
    } else if (!arguments.is("skip_region_validation") && !AwsRegion.isName(region.get())) {
      problems.add(Diagnostic.error("Invalid region value", "Invalid AWS Region: " + region.get()));
    }
    problems.addAll(arguments.problems());
    return problems;
  }

  @Override
  public Backend open(BackendSettings settings, BackendPlace place) {
    S3Arguments arguments = new S3Arguments(settings, place);
    String region = arguments.region().orElse("us-east-1");
    StoreHttp http = StoreHttp.of(client(arguments, place), place);
    AwsSettings aws = arguments.aws(region);
    StoreHttp metadata =
        StoreHttp.of(
            ClientSettings.usual(place.variables())
                .withLimits(METADATA)
                .withRetries(Retries.NONE)
                .withRedirects(0),
            place);
    CredentialChain credentials = new CredentialChain(aws, place, http, metadata);
    AwsClient s3 =
        new AwsClient(
            http, new AwsSignature(region, "s3"), credentials, place.environment().clock());
    String name = settings.text("bucket").orElse("");
    Bucket bucket =
        new Bucket(s3, name, arguments.bucketAddress(name, region), arguments.keeping());
    Optional<DynamoTable> table =
        settings
            .text("dynamodb_table")
            .map(
                text ->
                    new DynamoTable(
                        new AwsClient(
                            http,
                            new AwsSignature(region, "dynamodb"),
                            credentials,
                            place.environment().clock()),
                        text,
                        arguments.dynamo(region)));
    S3Snapshots snapshots =
        new S3Snapshots(
            bucket,
            settings.text("key").orElse(""),
            settings.text("workspace_key_prefix").orElse("env:"),
            table);
    return new RemoteBackend(
        NAME,
        RemoteBackend.Naming.WORKSPACES,
        snapshots,
        new PolledLease(new S3Locks(bucket, snapshots, arguments.is("use_lockfile"), table)),
        place);
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
