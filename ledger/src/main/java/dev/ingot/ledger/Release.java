package dev.ingot.ledger;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The record of one apply.
 *
 * @param id stack and number
 * @param actor who started it
 * @param started when it started
 * @param finished when it finished
 * @param outcome its outcome so far
 * @param configurationDigest the digest of all configuration files
 * @param variables values by name, of sensitive ones a salted hash; sorted
 * @param images what each channel reference was resolved to; sorted
 * @param planDigest the digest of the plan
 * @param rollbackOf the release that this one rolls back
 * @param message why it was made, or how it ended; may be empty
 * @param summary its results, such as counts; sorted
 */
public record Release(
    ReleaseId id,
    String actor,
    Instant started,
    Optional<Instant> finished,
    ReleaseOutcome outcome,
    String configurationDigest,
    Map<String, String> variables,
    Map<String, ResolvedImage> images,
    String planDigest,
    Optional<Long> rollbackOf,
    String message,
    Map<String, String> summary) {
  /** Copies and sorts the maps. */
  public Release {
    variables = sorted(variables);
    images = sorted(images);
    summary = sorted(summary);
  }

  private static <V> Map<String, V> sorted(Map<String, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
