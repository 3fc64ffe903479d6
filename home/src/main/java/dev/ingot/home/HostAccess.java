package dev.ingot.home;

import dev.ingot.lang.Result;
import dev.ingot.provider.install.CliConfiguration;
import dev.ingot.provider.install.CliConfigurationReader;
import dev.ingot.provider.install.InstalledProviders;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.util.Optional;

/** The tokens of this user for other hosts. */
final class HostAccess {
  private HostAccess() {}

  /**
   * The token for a host, by the environment, the CLI configuration or a credentials helper.
   *
   * @throws StateException if the CLI configuration can't be used, or the helper failed
   */
  static Optional<String> token(InstalledProviders.Surroundings surroundings, String host) {
    Result<CliConfiguration> configuration =
        CliConfigurationReader.read(
            surroundings.folder(), surroundings.home(), surroundings.environment());
    if (configuration.hasErrors()) {
      throw new StateException(
          "There is no token for "
              + host
              + ", since the CLI configuration can't be used: "
              + configuration.diagnostics().getFirst().summary()
              + ".");
    }
    try {
      return RegistryAccess.credentials(surroundings, configuration.get().hosts()).token(host);
    } catch (IOException e) {
      throw new StateException(
          "There is no token for " + host + ": " + StateException.reason(e) + ".", e);
    }
  }
}
