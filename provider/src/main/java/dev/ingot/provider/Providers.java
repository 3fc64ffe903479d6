package dev.ingot.provider;

import dev.ingot.address.ProviderAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The available providers, by address. */
public final class Providers {
  private final Map<ProviderAddress, ProviderFactory> factories;

  /** These providers. */
  public Providers(Map<ProviderAddress, ProviderFactory> factories) {
    this.factories = Map.copyOf(factories);
  }

  /** The factory of the provider with an address. */
  public Optional<ProviderFactory> find(ProviderAddress address) {
    return Optional.ofNullable(factories.get(address));
  }

  /** The addresses of all of them. */
  public Set<ProviderAddress> addresses() {
    return factories.keySet();
  }
}
