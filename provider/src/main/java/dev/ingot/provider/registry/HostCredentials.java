package dev.ingot.provider.registry;

import java.io.IOException;
import java.util.Optional;

/** What this user shows to hosts. */
@FunctionalInterface
public interface HostCredentials {
  /** Nothing to anybody. */
  HostCredentials NONE = _ -> Optional.empty();

  /**
   * The token for a host.
   *
   * @param host as in an address, with its port
   * @throws IOException if whoever keeps the tokens failed
   */
  Optional<String> token(String host) throws IOException;
}
