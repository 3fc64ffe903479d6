package dev.ingot.state.backend;

import dev.ingot.state.StateException;
import java.util.Optional;

/** What this user shows to hosts: tokens of the CLI configuration. */
@FunctionalInterface
public interface HostToken {
  /** Nothing to anybody. */
  HostToken NONE = _ -> Optional.empty();

  /**
   * The token for a host.
   *
   * @param host with its port, if it isn't the usual one
   * @throws StateException if whoever keeps the tokens failed
   */
  Optional<String> of(String host);
}
