package dev.ingot.state.backend.s3;

import dev.ingot.http.client.HttpResponse;
import dev.ingot.state.StateException;
import dev.ingot.state.aws.AwsClient;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.XmlAnswer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The objects of one bucket. Rules: the REST protocol of S3. */
final class Bucket {
  /**
   * How objects are kept.
   *
   * @param encrypted by S3's own key, unless another is given
   * @param kmsKey the id of a key of KMS
   * @param customerKey a key of one's own, base64, which every request carries
   * @param acl a canned access control list
   * @param checksums whether S3 is told what it should receive
   */
  record Keeping(
      boolean encrypted,
      Optional<String> kmsKey,
      Optional<String> customerKey,
      Optional<String> acl,
      boolean checksums) {
    /** Without the key. */
    @Override
    public String toString() {
      return "Keeping";
    }
  }

  /** An object. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stored(byte[] content, String tag) {}

  private static final byte[] NOTHING = new byte[0];
  private static final int LONGEST_LISTING = 1000;

  private final AwsClient client;
  private final String name;
  private final URI base;
  private final Keeping keeping;

  /**
   * @param base of all objects, with a slash at the end
   */
  Bucket(AwsClient client, String name, URI base, Keeping keeping) {
    this.client = client;
    this.name = name;
    this.base = base;
    this.keeping = keeping;
  }

  String name() {
    return name;
  }

  private URI uri(String key) {
    return URI.create(base + ServiceAddress.encoded(key, true));
  }

  private Map<String, String> customer() {
    Map<String, String> headers = new TreeMap<>();
    keeping
        .customerKey()
        .ifPresent(
            key -> {
              headers.put("x-amz-server-side-encryption-customer-algorithm", "AES256");
              headers.put("x-amz-server-side-encryption-customer-key", key);
              headers.put(
                  "x-amz-server-side-encryption-customer-key-MD5",
                  Base64.getEncoder().encodeToString(md5(Base64.getDecoder().decode(key))));
            });
    return headers;
  }

  static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Optional<Stored> get(String purpose, String key) {
    HttpResponse response = client.send(purpose, "GET", uri(key), customer(), NOTHING);
    if (response.status() == 200) {
      return Optional.of(new Stored(response.body(), tag(response)));
    }
    if (response.status() == 404 && isNoKey(response)) {
      return Optional.empty();
    }
    throw failed(purpose, key, response);
  }

  /** S3 says which of the two is missing, some others say nothing at all. */
  private static boolean isNoKey(HttpResponse response) {
    String code = new XmlAnswer(response.text()).first("Code").orElse("NoSuchKey");
    return code.equals("NoSuchKey");
  }

  Optional<String> version(String purpose, String key) {
    HttpResponse response = client.send(purpose, "HEAD", uri(key), customer(), NOTHING);
    return switch (response.status()) {
      case 200 ->
          Optional.of(tag(response))
              .filter(_ -> !response.headers().first("content-length").equals(Optional.of("0")));
      case 404 -> Optional.empty();
      default -> throw failed(purpose, key, response);
    };
  }

  private static String tag(HttpResponse response) {
    return response.headers().first("etag").orElse("");
  }

  /** How a write ended. */
  sealed interface Written {
    /** It is there. */
    record Done(String tag) implements Written {}

    /** What is there is not what was expected. */
    record Refused(String code) implements Written {}

    /** The store knows no such condition; nothing was written. */
    record Unconditional() implements Written {}
  }

  /**
   * Writes an object.
   *
   * @param condition a header field that S3 checks, such as {@code If-None-Match: *}
   */
  Written put(String purpose, String key, byte[] content, Map<String, String> condition) {
    Map<String, String> headers = customer();
    headers.put(AwsClient.CONTENT_TYPE, "application/json");
    headers.putAll(condition);
    keeping.acl().ifPresent(acl -> headers.put("x-amz-acl", acl));
    if (keeping.customerKey().isEmpty() && keeping.kmsKey().isPresent()) {
      headers.put("x-amz-server-side-encryption", "aws:kms");
      headers.put("x-amz-server-side-encryption-aws-kms-key-id", keeping.kmsKey().get());
    } else if (keeping.customerKey().isEmpty() && keeping.encrypted()) {
      headers.put("x-amz-server-side-encryption", "AES256");
    }
    if (keeping.checksums()) {
      headers.put("x-amz-sdk-checksum-algorithm", "SHA256");
      headers.put("x-amz-checksum-sha256", Base64.getEncoder().encodeToString(sha256(content)));
    }
    HttpResponse response = client.send(purpose, "PUT", uri(key), headers, content);
    if (response.isSuccessful() && tag(response).isEmpty()) {
      throw new StateException(
          "Can't "
              + purpose
              + " in the bucket "
              + name
              + ": the answer has no entity tag, so it is not that of a store of objects.");
    }
    if (response.isSuccessful()) {
      return new Written.Done(tag(response));
    }
    String code = new XmlAnswer(response.text()).first("Code").orElse("");
    if (!condition.isEmpty()
        && (response.status() == 501
            || (response.status() == 400 && code.equals("NotImplemented")))) {
      return new Written.Unconditional();
    }
    if (!condition.isEmpty()
        && (response.status() == 412
            || response.status() == 409
            || (response.status() == 404 && code.equals("NoSuchKey")))) {
      return new Written.Refused(
          "operation error S3: PutObject, https response error StatusCode: "
              + response.status()
              + ", api error "
              + (code.isEmpty() ? "PreconditionFailed" : code));
    }
    throw failed(purpose, key, response);
  }

  void delete(String purpose, String key) {
    HttpResponse response = client.send(purpose, "DELETE", uri(key), Map.of(), NOTHING);
    if (!response.isSuccessful() && !(response.status() == 404 && isNoKey(response))) {
      throw failed(purpose, key, response);
    }
  }

  List<String> keys(String purpose, String prefix) {
    List<String> keys = new ArrayList<>();
    Optional<String> next = Optional.empty();
    for (int page = 0; page < LONGEST_LISTING; page++) {
      String query =
          "?list-type=2&max-keys=1000&prefix="
              + ServiceAddress.encoded(prefix, false)
              + next.map(token -> "&continuation-token=" + ServiceAddress.encoded(token, false))
                  .orElse("");
      HttpResponse response =
          client.send(purpose, "GET", URI.create(base + query), Map.of(), NOTHING);
      if (response.status() != 200) {
        throw failed(purpose, prefix, response);
      }
      XmlAnswer xml = new XmlAnswer(response.text());
      keys.addAll(xml.all("Key"));
      next = xml.first("NextContinuationToken");
      if (next.isEmpty()) {
        return keys;
      }
    }
    return keys;
  }

  private StateException failed(String purpose, String key, HttpResponse response) {
    XmlAnswer xml = new XmlAnswer(new String(response.body(), StandardCharsets.UTF_8));
    String code = xml.first("Code").orElse("");
    if (code.equals("NoSuchBucket")) {
      return new StateException(
          "S3 bucket \""
              + name
              + "\" does not exist.\n\nThe referenced S3 bucket must have been previously created."
              + " If the S3 bucket\nwas created within the last minute, please wait for a minute or"
              + " two and try\nagain.");
    }
    String text =
        "Can't "
            + purpose
            + " in the bucket "
            + name
            + " ("
            + key
            + "): "
            + xml.first("Message")
                .map(message -> code + ": " + message)
                .orElse(response.statusText())
            + ".";
    Optional<String> region = response.headers().first("x-amz-bucket-region");
    return new StateException(
        switch (response.status()) {
          case 301 ->
              "The bucket "
                  + name
                  + " is not in the region "
                  + client.region()
                  + region.map(actual -> " but in " + actual).orElse("")
                  + ". Set region to where it is.";
          case 403 ->
              text
                  + " The credentials may not do that; without s3:ListBucket, S3 answers so for an"
                  + " object that doesn't exist, too.";
          default -> text;
        });
  }
}
