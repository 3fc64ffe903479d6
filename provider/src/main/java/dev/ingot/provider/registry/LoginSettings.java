package dev.ingot.provider.registry;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How a host gives tokens to programs: its service {@code login.v1}. Rules: Terraform's
 * "Server-side login protocol".
 *
 * @param client the id of this program there
 * @param grantTypes the ways to a token
 * @param authorization where a browser is sent
 * @param token where a code is exchanged for a token
 * @param firstPort of those at which this program may be called back
 * @param lastPort inclusive
 */
public record LoginSettings(
    String client,
    List<String> grantTypes,
    Optional<URI> authorization,
    Optional<URI> token,
    int firstPort,
    int lastPort,
    List<String> scopes) {
  /** The way that is used where a host says nothing. */
  public static final String CODE = "authz_code";

  private static final int FIRST = 1024;
  private static final int LAST = 65535;

  public LoginSettings {
    grantTypes = List.copyOf(grantTypes);
    scopes = List.copyOf(scopes);
  }

  /**
   * As a document of a host says it.
   *
   * @param base what addresses are relative to
   * @param ports two numbers, or none
   */
  public static LoginSettings of(
      URI base,
      String client,
      List<String> grantTypes,
      String authorization,
      String token,
      List<Integer> ports,
      List<String> scopes) {
    boolean ranged =
        ports.size() == 2
            && ports.get(0) >= FIRST
            && ports.get(1) <= LAST
            && ports.get(0) <= ports.get(1);
    return new LoginSettings(
        client,
        grantTypes.isEmpty() ? List.of(CODE) : grantTypes,
        address(base, authorization),
        address(base, token),
        ranged ? ports.get(0) : FIRST,
        ranged ? ports.get(1) : LAST,
        scopes);
  }

  private static Optional<URI> address(URI base, String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI address = base.resolve(URI.create(text));
      String scheme = String.valueOf(address.getScheme());
      return scheme.equals("https") || scheme.equals("http")
          ? Optional.of(address)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a token can be had by a browser. */
  public boolean takesCodes() {
    return !client.isEmpty()
        && grantTypes.contains(CODE)
        && authorization.isPresent()
        && token.isPresent();
  }
}
