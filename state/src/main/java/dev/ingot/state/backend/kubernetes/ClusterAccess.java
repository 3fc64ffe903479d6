package dev.ingot.state.backend.kubernetes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a cluster is reached, and as whom.
 *
 * @param server the address of its API
 * @param authorities PEM of whom its certificate is believed from; those of this host if empty
 * @param insecure whether its certificate is not looked at
 * @param serverName the name its certificate has
 * @param proxy the address of a proxy
 * @param certificate PEM of a client certificate
 * @param key PEM of its key
 * @param token a bearer token
 * @param tokenFile a file with a token, which is replaced now and then
 * @param basic user and password, with a colon between them
 * @param plugin a program that prints credentials
 */
record ClusterAccess(
    Optional<String> server,
    Optional<String> authorities,
    boolean insecure,
    Optional<String> serverName,
    Optional<String> proxy,
    Optional<String> certificate,
    Optional<String> key,
    Optional<String> token,
    Optional<Path> tokenFile,
    Optional<String> basic,
    Optional<Plugin> plugin) {

  /**
   * A credential plugin.
   *
   * @param version of the format it prints
   */
  record Plugin(
      String version, String command, List<String> arguments, Map<String, String> variables) {
    Plugin {
      arguments = List.copyOf(arguments);
      variables = Map.copyOf(variables);
    }

    /** Without its variables, which may be secret. */
    @Override
    public String toString() {
      return command;
    }
  }

  static final ClusterAccess NONE =
      new ClusterAccess(
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Without secrets. */
  @Override
  public String toString() {
    return server.orElse("");
  }
}
