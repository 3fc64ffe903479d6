package dev.ingot.deploy.configuration;

import dev.ingot.deploy.mock.Mock;
import dev.ingot.deploy.mock.ObjectOverride;
import java.util.List;
import java.util.Optional;

/**
 * A provider configuration of a file of tests: of a {@code provider} or a {@code mock_provider}
 * block.
 *
 * @param mock what stands in for the provider; empty if it is a real one
 * @param overrides of objects, which come with a mock
 */
public record TestProvider(
    ProviderConfiguration configuration, Optional<Mock> mock, List<ObjectOverride> overrides) {
  public TestProvider {
    overrides = List.copyOf(overrides);
  }

  /** Its name, with the alias. */
  String text() {
    return configuration.alias().isEmpty()
        ? configuration.localName()
        : configuration.localName() + "." + configuration.alias();
  }
}
