package dev.ingot.state.remote;

import dev.ingot.state.StateException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Addresses of services, which people, the environment and profiles give as texts. */
public final class ServiceAddress {
  private ServiceAddress() {}

  /** Whether a text is the address of a service. */
  public static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      return (scheme.equals("https") || scheme.equals("http")) && uri.getRawAuthority() != null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /**
   * An address.
   *
   * @param what it is, for the message
   * @throws StateException if it is none
   */
  public static URI of(String what, String text) {
    if (!isAddress(text)) {
      throw new StateException(
          what
              + " \""
              + withoutSecrets(text)
              + "\" is not a URL such as https://service.example.com.");
    }
    return URI.create(text);
  }

  /** What was meant as an address may hold a password, or a signature behind a question mark. */
  private static String withoutSecrets(String text) {
    int question = text.indexOf('?');
    String address = question < 0 ? text : text.substring(0, question) + "?…";
    int at = address.lastIndexOf('@');
    return at < 0 ? address : "…" + address.substring(at);
  }

  /** The same with a slash at its end, so that paths can follow. */
  public static URI base(String what, String text) {
    return of(what, text.endsWith("/") ? text : text + "/");
  }

  /** An address as people may see it: some have a password in them, or a signature. */
  public static String shown(URI address) {
    String authority = address.getRawAuthority() == null ? "" : address.getRawAuthority();
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    return address.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1) + path;
  }

  /**
   * Percent-encodes all but letters, digits and {@code -._~}.
   *
   * @param path whether slashes stay
   */
  public static String encoded(String text, boolean path) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0
              || (path && c == '/');
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  /** The body of a form: names, sorted, and values, each percent-encoded. */
  public static String form(Map<String, String> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .map(field -> encoded(field.getKey(), false) + "=" + encoded(field.getValue(), false))
            .collect(Collectors.joining("&"));
  }
}
