package dev.ingot.state.aws;

import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.storage.Digest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests. Rules: AWS Signature Version 4, as the general reference of AWS describes it.
 *
 * @param service such as {@code s3}
 */
public record AwsSignature(String region, String service) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";

  /**
   * The header fields a request needs besides its own.
   *
   * @param uri with path and query encoded as they are sent
   * @param headers those of the request that are signed, by name
   * @return the fields to add, with the authorization among them
   */
  public SortedMap<String, String> headers(
      String method,
      URI uri,
      Map<String, String> headers,
      byte[] body,
      AwsCredentials credentials,
      Instant now) {
    TreeMap<String, String> added = new TreeMap<>();
    added.put("x-amz-date", TIME.format(now));
    if (service.equals("s3")) {
      added.put("x-amz-content-sha256", Digest.of(body).hex());
    }
    Optional<String> token = credentials.token();
    token.ifPresent(text -> added.put("x-amz-security-token", text));
    TreeMap<String, String> signed = new TreeMap<>();
    headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value.strip()));
    signed.putAll(added);
    signed.put("host", host(uri));
    added.put(
        "Authorization", authorization(method, uri, signed, body, credentials, TIME.format(now)));
    return added;
  }

  private String authorization(
      String method,
      URI uri,
      SortedMap<String, String> signed,
      byte[] body,
      AwsCredentials credentials,
      String time) {
    String names = String.join(";", signed.keySet());
    StringBuilder canonical =
        new StringBuilder(method)
            .append('\n')
            .append(path(uri))
            .append('\n')
            .append(query(uri))
            .append('\n');
    signed.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    canonical.append('\n').append(names).append('\n').append(Digest.of(body).hex());
    String date = time.substring(0, 8);
    String scope = date + "/" + region + "/" + service + "/aws4_request";
    String text = ALGORITHM + "\n" + time + "\n" + scope + "\n" + hash(canonical.toString());
    byte[] key = bytes("AWS4" + credentials.secretKey());
    for (String part : List.of(date, region, service, "aws4_request", text)) {
      key = mac(key, part);
    }
    return ALGORITHM
        + " Credential="
        + credentials.accessKey()
        + "/"
        + scope
        + ", SignedHeaders="
        + names
        + ", Signature="
        + HexFormat.of().formatHex(key);
  }

  /** All services but S3 want the path encoded once more than it is sent. */
  private String path(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return service.equals("s3") ? path : ServiceAddress.encoded(path, true);
  }

  private static String query(URI uri) {
    if (uri.getRawQuery() == null || uri.getRawQuery().isEmpty()) {
      return "";
    }
    List<String> pairs = new ArrayList<>(Arrays.asList(uri.getRawQuery().split("&")));
    pairs.replaceAll(pair -> pair.indexOf('=') < 0 ? pair + "=" : pair);
    pairs.sort(null);
    return String.join("&", pairs);
  }

  private static String host(URI uri) {
    boolean usual =
        uri.getPort() < 0
            || uri.getPort() == ("https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80);
    return uri.getHost() + (usual ? "" : ":" + uri.getPort());
  }

  private static String hash(String text) {
    return Digest.of(bytes(text)).hex();
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
