package dev.ingot.ledger;

import java.util.Map;
import java.util.Optional;

/**
 * The facts known when a release starts.
 *
 * @param actor who started it: {@code user@host}
 * @param stack what is released: an absolute folder or a given name
 * @param configurationDigest the digest of all configuration files
 * @param variables values by name; of sensitive ones a salted hash, made by the caller
 * @param images what each channel reference was resolved to
 * @param planDigest the digest of the plan that is applied
 * @param rollbackOf the release that this one rolls back
 * @param message why, for people; may be empty
 */
public record ReleaseStart(
    String actor,
    String stack,
    String configurationDigest,
    Map<String, String> variables,
    Map<String, ResolvedImage> images,
    String planDigest,
    Optional<Long> rollbackOf,
    String message) {
  /** Copies the maps. */
  public ReleaseStart {
    variables = Map.copyOf(variables);
    images = Map.copyOf(images);
  }
}
