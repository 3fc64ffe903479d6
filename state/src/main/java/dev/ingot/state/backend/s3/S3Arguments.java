package dev.ingot.state.backend.s3;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.aws.AwsCredentials;
import dev.ingot.state.aws.AwsRegion;
import dev.ingot.state.aws.AwsSettings;
import dev.ingot.state.aws.AwsSettings.Parameter;
import dev.ingot.state.aws.AwsSettings.Role;
import dev.ingot.state.aws.AwsSettings.WebRole;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.remote.ServiceAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The arguments of the backend {@code s3}, with what the environment gives in their place. */
record S3Arguments(BackendSettings settings, BackendPlace place) {
  private static final List<String> TEXTS =
      List.of(
          "access_key",
          "acl",
          "bucket",
          "custom_ca_bundle",
          "dynamodb_endpoint",
          "dynamodb_table",
          "ec2_metadata_service_endpoint",
          "ec2_metadata_service_endpoint_mode",
          "endpoint",
          "http_proxy",
          "https_proxy",
          "iam_endpoint",
          "key",
          "kms_key_id",
          "no_proxy",
          "profile",
          "region",
          "retry_mode",
          "secret_key",
          "shared_credentials_file",
          "sse_customer_key",
          "sts_endpoint",
          "sts_region",
          "token",
          "workspace_key_prefix");
  private static final List<String> TRUTHS =
      List.of(
          "encrypt",
          "force_path_style",
          "insecure",
          "skip_credentials_validation",
          "skip_metadata_api_check",
          "skip_region_validation",
          "skip_requesting_account_id",
          "skip_s3_checksum",
          "use_dualstack_endpoint",
          "use_fips_endpoint",
          "use_lockfile",
          "use_path_style");
  private static final List<String> SETS =
      List.of(
          "allowed_account_ids",
          "forbidden_account_ids",
          "shared_config_files",
          "shared_credentials_files");

  static final Schema SCHEMA = Schema.of(attributes());

  private static Map<String, Attribute> attributes() {
    Map<String, Attribute> all = new TreeMap<>();
    TEXTS.forEach(name -> all.put(name, Attribute.optional(Type.STRING)));
    TRUTHS.forEach(name -> all.put(name, Attribute.optional(Type.BOOL)));
    SETS.forEach(name -> all.put(name, Attribute.optional(new Type.SetType(Type.STRING))));
    all.put("max_retries", Attribute.optional(Type.NUMBER));
    all.put("endpoints", texts("dynamodb", "iam", "s3", "sso", "sts"));
    all.put(
        "assume_role",
        Attribute.nested(
            with(
                role(),
                Map.of(
                    "external_id", Attribute.optional(Type.STRING),
                    "source_identity", Attribute.optional(Type.STRING),
                    "tags", Attribute.optional(new Type.MapType(Type.STRING)),
                    "transitive_tag_keys", Attribute.optional(new Type.SetType(Type.STRING)))),
            Nesting.SINGLE));
    all.put(
        "assume_role_with_web_identity",
        Attribute.nested(
            with(
                role(),
                Map.of(
                    "web_identity_token", Attribute.optional(Type.STRING),
                    "web_identity_token_file", Attribute.optional(Type.STRING))),
            Nesting.SINGLE));
    return all;
  }

  private static Map<String, Attribute> role() {
    return Map.of(
        "role_arn", Attribute.optional(Type.STRING),
        "duration", Attribute.optional(Type.STRING),
        "policy", Attribute.optional(Type.STRING),
        "policy_arns", Attribute.optional(new Type.SetType(Type.STRING)),
        "session_name", Attribute.optional(Type.STRING));
  }

  private static Map<String, Attribute> with(
      Map<String, Attribute> some, Map<String, Attribute> more) {
    Map<String, Attribute> all = new TreeMap<>(some);
    all.putAll(more);
    return all;
  }

  private static Attribute texts(String... names) {
    Map<String, Attribute> texts = new TreeMap<>();
    for (String name : names) {
      texts.put(name, Attribute.optional(Type.STRING));
    }
    return Attribute.nested(texts, Nesting.SINGLE);
  }

  Optional<String> text(String argument) {
    return settings.text(argument);
  }

  boolean is(String argument) {
    return settings.truth(argument).orElse(false);
  }

  Optional<Long> number(String argument) {
    return settings.number(argument);
  }

  Optional<String> region() {
    return text("region")
        .or(() -> place.variable("AWS_REGION"))
        .or(() -> place.variable("AWS_DEFAULT_REGION"));
  }

  List<Diagnostic> problems() {
    List<Diagnostic> problems = new ArrayList<>();
    if (text("access_key").isPresent() != text("secret_key").isPresent()) {
      problems.add(
          Diagnostic.error(
              "Incomplete credentials", "access_key and secret_key have to be given together."));
    }
    if (text("kms_key_id").isPresent() && customerKey().isPresent()) {
      problems.add(
          Diagnostic.error(
              "Only one of \"kms_key_id\" and \"sse_customer_key\" can be set",
              "The \"kms_key_id\" is used for encryption with KMS-Managed Keys (SSE-KMS)\nwhile"
                  + " \"sse_customer_key\" is used for encryption with customer-managed keys"
                  + " (SSE-C).\nPlease choose one or the other."));
    }
    if (customerKey().filter(key -> !isKey(key)).isPresent()) {
      problems.add(
          Diagnostic.error(
              "Invalid sse_customer_key value",
              "sse_customer_key must be 44 characters in length, the base64 form of 32 bytes."));
    }
    if (text("bucket").filter(bucket -> !isBucket(bucket)).isPresent()) {
      problems.add(
          Diagnostic.error(
              "Invalid bucket name",
              "The name of a bucket has letters, digits, dots, dashes and underscores only."));
    }
    Stream.of(bucketEndpoint(), dynamoEndpoint(), tokenEndpoint())
        .flatMap(Optional::stream)
        .filter(address -> !ServiceAddress.isAddress(address))
        .distinct()
        .forEach(
            address ->
                problems.add(
                    Diagnostic.error(
                        "Invalid endpoint",
                        "\"" + address + "\" is not a URL such as https://s3.example.com.")));
    for (String argument : List.of("assume_role", "assume_role_with_web_identity")) {
      Optional<Value> role = settings.value(argument);
      if (role.isPresent()
          && inside(role.get(), "role_arn").isEmpty()
          && place.variable("AWS_ROLE_ARN").isEmpty()) {
        problems.add(
            Diagnostic.error(
                "Missing Required Value",
                "The attribute \"" + argument + ".role_arn\" is required by the backend."));
      }
    }
    return problems;
  }

  private static boolean isBucket(String name) {
    return name.chars()
        .allMatch(
            c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '-'
                    || c == '_');
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == 32;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Optional<String> customerKey() {
    return text("sse_customer_key").or(() -> place.variable("AWS_SSE_CUSTOMER_KEY"));
  }

  Bucket.Keeping keeping() {
    return new Bucket.Keeping(
        is("encrypt"), text("kms_key_id"), customerKey(), text("acl"), !is("skip_s3_checksum"));
  }

  private Optional<String> endpoint(String service, String older, String... variables) {
    Optional<String> given =
        settings
            .value("endpoints")
            .flatMap(endpoints -> inside(endpoints, service))
            .or(() -> text(older));
    for (String variable : variables) {
      given = given.or(() -> place.variable(variable));
    }
    return given;
  }

  private Optional<String> bucketEndpoint() {
    return endpoint("s3", "endpoint", "AWS_ENDPOINT_URL_S3", "AWS_S3_ENDPOINT", "AWS_ENDPOINT_URL");
  }

  private Optional<String> dynamoEndpoint() {
    return endpoint(
        "dynamodb",
        "dynamodb_endpoint",
        "AWS_ENDPOINT_URL_DYNAMODB",
        "AWS_DYNAMODB_ENDPOINT",
        "AWS_ENDPOINT_URL");
  }

  private Optional<String> tokenEndpoint() {
    return endpoint("sts", "sts_endpoint", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL");
  }

  /** Where the objects of a bucket are. */
  URI bucketAddress(String bucket, String region) {
    Optional<String> given = bucketEndpoint();
    URI service =
        ServiceAddress.base(
            "The endpoint of S3",
            given.orElseGet(
                () ->
                    "https://s3"
                        + (is("use_fips_endpoint") ? "-fips" : "")
                        + (is("use_dualstack_endpoint") ? ".dualstack" : "")
                        + "."
                        + region
                        + "."
                        + AwsRegion.domain(region)));
    boolean inPath = is("use_path_style") || is("force_path_style") || bucket.indexOf('.') >= 0;
    if (inPath) {
      return URI.create(service + bucket + "/");
    }
    String address = service.toString();
    int host = address.indexOf("://") + 3;
    return URI.create(address.substring(0, host) + bucket + "." + address.substring(host));
  }

  URI dynamo(String region) {
    return ServiceAddress.base(
        "The endpoint of DynamoDB",
        dynamoEndpoint()
            .orElseGet(() -> "https://dynamodb." + region + "." + AwsRegion.domain(region)));
  }

  AwsSettings aws(String region) {
    Optional<AwsCredentials> given =
        text("access_key")
            .flatMap(
                key ->
                    text("secret_key")
                        .map(secret -> AwsCredentials.of(key, secret, text("token"))));
    List<Path> credentials = new ArrayList<>(paths("shared_credentials_files"));
    text("shared_credentials_file").map(home(place)).ifPresent(credentials::add);
    return new AwsSettings(
        text("sts_region").orElse(region),
        given,
        text("profile"),
        paths("shared_config_files"),
        credentials,
        !is("skip_metadata_api_check"),
        text("ec2_metadata_service_endpoint"),
        settings.value("assume_role").map(this::role),
        settings.value("assume_role_with_web_identity").map(this::webRole),
        tokenEndpoint());
  }

  /** A path as people write it: {@code ~} is their home. */
  static Function<String, Path> home(BackendPlace place) {
    return text ->
        text.startsWith("~/") && place.variable("HOME").isPresent()
            ? Path.of(place.variable("HOME").get(), text.substring(2))
            : place.folder().resolve(text);
  }

  private List<Path> paths(String argument) {
    return settings
        .value(argument)
        .flatMap(Values::elements)
        .map(
            elements ->
                elements.stream()
                    .flatMap(value -> Values.text(value).stream())
                    .map(home(place))
                    .toList())
        .orElse(List.of());
  }

  private static Optional<String> inside(Value object, String name) {
    return Values.attribute(object, name).flatMap(Values::text).filter(text -> !text.isEmpty());
  }

  private Role role(Value block) {
    List<Parameter> parameters = new ArrayList<>();
    inside(block, "external_id").ifPresent(id -> parameters.add(new Parameter("ExternalId", id)));
    inside(block, "source_identity")
        .ifPresent(id -> parameters.add(new Parameter("SourceIdentity", id)));
    inside(block, "policy").ifPresent(text -> parameters.add(new Parameter("Policy", text)));
    inside(block, "duration")
        .flatMap(AssumeDuration::seconds)
        .ifPresent(s -> parameters.add(new Parameter("DurationSeconds", Long.toString(s))));
    members(block, "policy_arns", "PolicyArns.member.%d.arn", parameters);
    members(block, "transitive_tag_keys", "TransitiveTagKeys.member.%d", parameters);
    int[] number = {0};
    Values.attribute(block, "tags")
        .flatMap(Values::entries)
        .ifPresent(
            tags ->
                tags.forEach(
                    (name, value) -> {
                      number[0]++;
                      parameters.add(new Parameter("Tags.member." + number[0] + ".Key", name));
                      parameters.add(
                          new Parameter(
                              "Tags.member." + number[0] + ".Value",
                              Values.text(value).orElse("")));
                    }));
    return new Role(
        inside(block, "role_arn").or(() -> place.variable("AWS_ROLE_ARN")).orElse(""),
        inside(block, "session_name").or(() -> place.variable("AWS_ROLE_SESSION_NAME")),
        parameters);
  }

  private static void members(Value block, String name, String format, List<Parameter> parameters) {
    List<Value> elements =
        Values.attribute(block, name).flatMap(Values::elements).orElse(List.of());
    for (int i = 0; i < elements.size(); i++) {
      parameters.add(
          new Parameter(format.formatted(i + 1), Values.text(elements.get(i)).orElse("")));
    }
  }

  private WebRole webRole(Value block) {
    return new WebRole(
        role(block),
        inside(block, "web_identity_token"),
        inside(block, "web_identity_token_file")
            .or(() -> place.variable("AWS_WEB_IDENTITY_TOKEN_FILE"))
            .map(home(place)));
  }
}
