package dev.ingot.state.aws;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How credentials are found.
 *
 * @param given those a configuration names itself
 * @param profile of the shared files; that of the environment unless given
 * @param configurationFiles the shared files; those of the environment, or in {@code ~/.aws}, where
 *     empty
 * @param metadata whether the metadata service of a machine is asked
 * @param metadataEndpoint where it is
 * @param role to be assumed with the credentials that were found
 * @param webRole to be assumed with a token instead
 * @param sts where roles are assumed; that of the region unless given
 */
public record AwsSettings(
    String region,
    Optional<AwsCredentials> given,
    Optional<String> profile,
    List<Path> configurationFiles,
    List<Path> credentialsFiles,
    boolean metadata,
    Optional<String> metadataEndpoint,
    Optional<Role> role,
    Optional<WebRole> webRole,
    Optional<String> sts) {
  public AwsSettings {
    configurationFiles = List.copyOf(configurationFiles);
    credentialsFiles = List.copyOf(credentialsFiles);
  }

  /**
   * A role to be assumed.
   *
   * @param parameters further ones of the call, such as {@code ExternalId}
   */
  public record Role(String arn, Optional<String> session, List<Parameter> parameters) {
    public Role {
      parameters = List.copyOf(parameters);
    }
  }

  /** One parameter of a call. */
  public record Parameter(String name, String value) {}

  /** A role to be assumed with a token, which is in a file unless it is given. */
  public record WebRole(Role role, Optional<String> token, Optional<Path> file) {
    @Override
    public String toString() {
      return role.toString();
    }
  }
}
