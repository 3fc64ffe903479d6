package dev.ingot.provider;

/** Creates a provider; starts it, if it is a process. */
@FunctionalInterface
public interface ProviderFactory {
  /**
   * A provider that is not configured yet; the caller closes it.
   *
   * @throws ProviderException if it can't be started
   */
  Provider create();
}
