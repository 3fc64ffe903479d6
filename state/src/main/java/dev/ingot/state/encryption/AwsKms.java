package dev.ingot.state.encryption;

import dev.ingot.http.client.HttpResponse;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.StateException;
import dev.ingot.state.aws.AwsClient;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.s3.AwsAccess;
import dev.ingot.state.format.JsonSink;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Data keys of AWS's Key Management Service: the key is kept as KMS encrypted it. Rules: the KMS
 * API, and the key provider {@code aws_kms} of OpenTofu 1.12.
 */
final class AwsKms implements KeySource {
  private static final List<String> TEXTS =
      List.of(
          "access_key",
          "profile",
          "region",
          "secret_key",
          "sts_region",
          "token",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "custom_ca_bundle",
          "ec2_metadata_service_endpoint",
          "ec2_metadata_service_endpoint_mode",
          "retry_mode");
  private static final List<String> TRUTHS =
      List.of(
          "insecure",
          "skip_credentials_validation",
          "skip_metadata_api_check",
          "skip_requesting_account_id",
          "use_dualstack_endpoint",
          "use_fips_endpoint");
  private static final List<String> LISTS =
      List.of(
          "allowed_account_ids",
          "forbidden_account_ids",
          "shared_config_files",
          "shared_credentials_files");
  private static final List<String> SPECIFICATIONS = List.of("AES_256", "AES_128");
  private static final String BLOB = "ciphertext_blob";

  private final String name;
  private final AwsClient client;
  private final URI endpoint;
  private final String keyId;
  private final String specification;

  private AwsKms(String name, AwsClient client, URI endpoint, String keyId, String specification) {
    this.name = name;
    this.client = client;
    this.endpoint = endpoint;
    this.keyId = keyId;
    this.specification = specification;
  }

  /** By arguments; empty after a problem. */
  static Optional<AwsKms> of(String name, Arguments given, BackendPlace place) {
    Optional<String> keyId = given.needed("kms_key_id");
    Optional<String> specification = given.needed("key_spec");
    if (specification.isPresent() && !SPECIFICATIONS.contains(specification.get())) {
      given.problem("Invalid value", "key_spec has to be AES_256 or AES_128.");
    }
    TreeMap<String, Value> settings = new TreeMap<>();
    TEXTS.forEach(argument -> take(given, argument, Type.STRING, settings));
    TRUTHS.forEach(argument -> take(given, argument, Type.BOOL, settings));
    LISTS.forEach(argument -> take(given, argument, new Type.SetType(Type.STRING), settings));
    take(given, "max_retries", Type.NUMBER, settings);
    block(given, "endpoints", List.of("iam", "sts"), settings);
    List<String> role = List.of("role_arn", "duration", "policy", "session_name");
    block(given, "assume_role", role, settings);
    block(given, "assume_role_with_web_identity", role, settings);
    Optional<AwsAccess> access = AwsAccess.of(settings, place);
    if (access.isEmpty()) {
      given.problem(
          "Missing region value",
          "the \"region\" attribute or the \"AWS_REGION\" or \"AWS_DEFAULT_REGION\" environment"
              + " variables must be set.");
    }
    return access.flatMap(
        found ->
            keyId.flatMap(
                id ->
                    specification.map(
                        kind ->
                            new AwsKms(
                                name, found.client("kms"), found.endpoint("kms"), id, kind))));
  }

  private static void take(
      Arguments given, String argument, Type type, SortedMap<String, Value> settings) {
    given.value(argument, type).ifPresent(value -> settings.put(argument, value));
  }

  private static void block(
      Arguments given, String name, List<String> texts, SortedMap<String, Value> settings) {
    Optional<Arguments> block = given.block(name);
    if (block.isEmpty()) {
      return;
    }
    TreeMap<String, Value> inner = new TreeMap<>();
    texts.forEach(argument -> take(block.get(), argument, Type.STRING, inner));
    Type strings = new Type.SetType(Type.STRING);
    switch (name) {
      case "assume_role" -> {
        take(block.get(), "external_id", Type.STRING, inner);
        take(block.get(), "policy_arns", strings, inner);
        take(block.get(), "tags", new Type.MapType(Type.STRING), inner);
        take(block.get(), "transitive_tag_keys", strings, inner);
      }
      case "assume_role_with_web_identity" -> {
        take(block.get(), "policy_arns", strings, inner);
        take(block.get(), "web_identity_token", Type.STRING, inner);
        take(block.get(), "web_identity_token_file", Type.STRING, inner);
      }
      default -> {}
    }
    block.get().refuseOthers();
    settings.put(name, Values.object(inner));
  }

  @Override
  public Key create(SortedMap<String, byte[]> others) {
    KeyMeta answer =
        call(
            "GenerateDataKey",
            JsonSink.compact()
                .beginObject()
                .name("KeyId")
                .value(keyId)
                .name("KeySpec")
                .value(specification));
    byte[] blob = answer.bytes("CiphertextBlob").orElseThrow(this::strange);
    byte[] meta =
        JsonSink.compact()
            .beginObject()
            .name(BLOB)
            .value(Base64.getEncoder().encodeToString(blob))
            .endObject()
            .toByteArray();
    return new Key(answer.bytes("Plaintext").orElseThrow(this::strange), Optional.of(meta));
  }

  @Override
  public byte[] restore(Optional<byte[]> kept, Map<String, byte[]> others) {
    byte[] blob = KeyMeta.of(name, kept).bytes(BLOB).orElseThrow(() -> KeyMeta.damaged(name));
    return call(
            "Decrypt",
            JsonSink.compact()
                .beginObject()
                .name("CiphertextBlob")
                .value(Base64.getEncoder().encodeToString(blob))
                .name("KeyId")
                .value(keyId))
        .bytes("Plaintext")
        .orElseThrow(this::strange);
  }

  private KeyMeta call(String operation, JsonSink arguments) {
    HttpResponse response;
    try {
      response =
          client.send(
              "get the key of " + name,
              "POST",
              endpoint,
              Map.of(
                  AwsClient.CONTENT_TYPE,
                  "application/x-amz-json-1.1",
                  "X-Amz-Target",
                  "TrentService." + operation),
              arguments.endObject().toByteArray());
    } catch (StateException e) {
      throw new EncryptionException(String.valueOf(e.getMessage()), e);
    }
    Optional<KeyMeta> answer = KeyMeta.read(response.text());
    if (!response.isSuccessful()) {
      String type = answer.flatMap(json -> json.text("__type")).orElse(response.statusText());
      String why =
          answer.flatMap(json -> json.text("message").or(() -> json.text("Message"))).orElse("");
      throw new EncryptionException(
          "KMS in "
              + client.region()
              + " refuses "
              + operation
              + " with the key "
              + keyId
              + ": "
              + type.substring(type.lastIndexOf('#') + 1)
              + (why.isEmpty() ? "." : ": " + why));
    }
    return answer.orElseThrow(this::strange);
  }

  private EncryptionException strange() {
    return new EncryptionException("The answer of " + endpoint + " is not what KMS answers with.");
  }
}
