package dev.ingot.state.azure;

import java.util.Optional;

/**
 * Who asks Entra ID for tokens. Its text has no secrets.
 *
 * @param tenant the id of the directory
 * @param client the id of the application, or of a managed identity
 * @param secret of the application
 * @param certificate of the application, PKCS #12
 * @param certificatePassword of that
 * @param federation an identity of another provider
 * @param managed whether the identity of this machine is used
 * @param managedEndpoint where that is asked for
 * @param workload whether the identity of this pod is used
 * @param commandLine whether {@code az} may be asked
 * @param subscription for {@code az}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AzureSettings(
    Optional<String> tenant,
    Optional<String> client,
    Optional<String> secret,
    Optional<byte[]> certificate,
    String certificatePassword,
    Optional<Federation> federation,
    boolean managed,
    Optional<String> managedEndpoint,
    boolean workload,
    boolean commandLine,
    Optional<String> subscription) {

  /**
   * An identity that another provider gives, such as a CI system.
   *
   * @param token given as it is
   * @param file that has it
   * @param requestUrl where it is asked for
   * @param requestToken shown there
   * @param connection the service connection of Azure DevOps it is for
   */
  public record Federation(
      Optional<String> token,
      Optional<String> file,
      Optional<String> requestUrl,
      Optional<String> requestToken,
      Optional<String> connection) {
    @Override
    public String toString() {
      return "Federation";
    }
  }

  @Override
  public String toString() {
    return "AzureSettings";
  }
}
