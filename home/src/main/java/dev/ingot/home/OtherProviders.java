package dev.ingot.home;

import dev.ingot.address.ProviderAddress;
import dev.ingot.provider.ProviderFactory;
import dev.ingot.provider.install.InstalledProviders;
import java.util.Optional;

/**
 * The providers that are processes: what is known of them is read when a configuration first names
 * one.
 */
final class OtherProviders {
  private final Project project;
  private Optional<InstalledProviders> installed = Optional.empty();

  OtherProviders(Project project) {
    this.project = project;
  }

  synchronized Optional<ProviderFactory> find(ProviderAddress address) {
    if (installed.isEmpty()) {
      installed = Optional.of(InstalledProviders.read(project.surroundings()));
    }
    return installed.get().find(address);
  }
}
