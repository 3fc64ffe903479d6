package dev.ingot.provider;

import dev.ingot.address.ProviderAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The providers that can be used, by address. */
public final class Providers {
  private final Map<ProviderAddress, ProviderFactory> factories;

  /** These providers. */
  public Providers(Map<ProviderAddress, ProviderFactory> factories) {
    this.factories = Map.copyOf(factories);
  }

  /** What makes the provider of an address. */
  public Optional<ProviderFactory> find(ProviderAddress address) {
    return Optional.ofNullable(factories.get(address));
  }

  /** The addresses of all of them. */
  public Set<ProviderAddress> addresses() {
    return factories.keySet();
  }
}
