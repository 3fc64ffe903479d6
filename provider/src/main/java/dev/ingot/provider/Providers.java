package dev.ingot.provider;

import dev.ingot.address.ProviderAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The available providers, by address. */
public final class Providers {
  private final Map<ProviderAddress, ProviderFactory> factories;
  private final Function<ProviderAddress, Optional<ProviderFactory>> others;

  /** These providers. */
  public Providers(Map<ProviderAddress, ProviderFactory> factories) {
    this(factories, _ -> Optional.empty());
  }

  /**
   * These providers, and others that are looked for when they are first asked for.
   *
   * @param others finds what makes the provider of an address; empty if there is none
   */
  public Providers(
      Map<ProviderAddress, ProviderFactory> factories,
      Function<ProviderAddress, Optional<ProviderFactory>> others) {
    this.factories = Map.copyOf(factories);
    this.others = others;
  }

  /** The factory of the provider with an address. */
  public Optional<ProviderFactory> find(ProviderAddress address) {
    ProviderFactory factory = factories.get(address);
    return factory != null || address.isBuiltIn()
        ? Optional.ofNullable(factory)
        : others.apply(address);
  }

  /** The addresses of those that are part of the program. */
  public Set<ProviderAddress> addresses() {
    return factories.keySet();
  }
}
