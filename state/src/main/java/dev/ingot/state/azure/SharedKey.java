package dev.ingot.state.azure;

import dev.ingot.state.StateException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests by the key of a storage account. Rules: Azure's "Authorize with Shared Key". */
public final class SharedKey {
  private static final List<String> FIELDS =
      List.of(
          "content-encoding",
          "content-language",
          "content-length",
          "content-md5",
          "content-type",
          "date",
          "if-modified-since",
          "if-match",
          "if-none-match",
          "if-unmodified-since",
          "range");

  private final String account;
  private final byte[] key;

  /**
   * A key.
   *
   * @param key in Base64
   * @throws StateException if it isn't
   */
  public SharedKey(String account, String key) {
    this.account = account;
    try {
      this.key = Base64.getDecoder().decode(key.strip());
    } catch (IllegalArgumentException e) {
      throw new StateException("The access key of the storage account is not Base64.", e);
    }
  }

  /** Whether a text can be a key. */
  public static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(text.strip()).length > 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /**
   * The value of the field {@code Authorization}.
   *
   * @param headers all that are sent, but {@code Host}
   */
  public String authorization(String method, URI uri, Map<String, String> headers) {
    SortedMap<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value.strip()));
    StringBuilder text = new StringBuilder(method).append('\n');
    for (String field : FIELDS) {
      String value = lower.getOrDefault(field, "");
      text.append(field.equals("content-length") && value.equals("0") ? "" : value).append('\n');
    }
    lower.forEach(
        (name, value) -> {
          if (name.startsWith("x-ms-")) {
            text.append(name).append(':').append(value).append('\n');
          }
        });
    text.append('/').append(account).append(uri.getRawPath());
    query(uri)
        .forEach(
            (name, values) ->
                text.append('\n').append(name).append(':').append(String.join(",", values)));
    return "SharedKey " + account + ":" + signature(text.toString());
  }

  private static SortedMap<String, List<String>> query(URI uri) {
    SortedMap<String, List<String>> parameters = new TreeMap<>();
    String query = uri.getRawQuery();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters
            .computeIfAbsent(decoded(name).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
            .add(decoded(value));
      }
    }
    parameters.values().forEach(values -> values.sort(null));
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return account;
  }
}
