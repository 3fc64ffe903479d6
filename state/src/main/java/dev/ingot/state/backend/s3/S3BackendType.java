package dev.ingot.state.backend.s3;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Schema;
import dev.ingot.state.aws.AwsClient;
import dev.ingot.state.aws.AwsRegion;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.backend.BackendType;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.remote.RemoteBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The backend {@code s3}. Rules: the documentation of Terraform's backend, and as recorded. */
public final class S3BackendType implements BackendType {
  /** Its name. */
  public static final String NAME = "s3";

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
    AwsAccess access = AwsAccess.of(arguments, region);
    AwsClient s3 = access.client("s3");
    String name = settings.text("bucket").orElse("");
    Bucket bucket =
        new Bucket(s3, name, arguments.bucketAddress(name, region), arguments.keeping());
    Optional<DynamoTable> table =
        settings
            .text("dynamodb_table")
            .map(
                text -> new DynamoTable(access.client("dynamodb"), text, arguments.dynamo(region)));
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
}
