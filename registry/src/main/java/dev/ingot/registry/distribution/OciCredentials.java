package dev.ingot.registry.distribution;

import java.io.IOException;
import java.util.Optional;

/** What this user shows to OCI registries. */
@FunctionalInterface
public interface OciCredentials {
  /** Nothing to anybody. */
  OciCredentials NONE = (_, _) -> Optional.empty();

  /**
   * What is shown for a repository.
   *
   * @param registry a host, with its port
   * @throws IOException if whoever keeps it failed
   */
  Optional<OciCredential> find(String registry, String repository) throws IOException;
}
