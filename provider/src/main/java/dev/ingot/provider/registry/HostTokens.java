package dev.ingot.provider.registry;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens where programs of this kind look for them, in this order: variables {@code TF_TOKEN_HOST},
 * the CLI configuration, a credentials helper.
 *
 * @param configured by host
 * @param helper asked last
 */
public record HostTokens(
    Map<String, String> environment, Map<String, String> configured, HostCredentials helper)
    implements HostCredentials {
  private static final String PREFIX = "TF_TOKEN_";

  public HostTokens {
    environment = Map.copyOf(environment);
    configured = Map.copyOf(configured);
  }

  @Override
  public Optional<String> token(String host) throws IOException {
    // Names of variables have no colon, so a port may also follow an underscore.
    String wanted = host.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(PREFIX) && !variable.getValue().isEmpty()) {
        String named = decoded(name.substring(PREFIX.length()));
        if (named.equals(wanted) || named.equals(wanted.replace(':', '.'))) {
          return Optional.of(variable.getValue());
        }
      }
    }
    String token = configured.get(wanted);
    return token == null ? helper.token(wanted) : Optional.of(token);
  }

  private static String decoded(String name) {
    return name.toLowerCase(Locale.ROOT).replace("__", "-").replace('_', '.');
  }

  @Override
  public String toString() {
    return "HostTokens";
  }
}
