package dev.ingot.state.aws;

import dev.ingot.state.StateException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Addresses of services, which people, the environment and profiles give as texts. */
public final class AwsEndpoint {
  private AwsEndpoint() {}

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
          what + " \"" + text + "\" is not a URL such as https://service.example.com.");
    }
    return URI.create(text);
  }

  /** The same with a slash at its end, so that paths can follow. */
  public static URI base(String what, String text) {
    return of(what, text.endsWith("/") ? text : text + "/");
  }
}
