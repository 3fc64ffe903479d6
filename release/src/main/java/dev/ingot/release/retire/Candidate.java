package dev.ingot.release.retire;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A complete version, as far as its retirement depends on it.
 *
 * @param id names it everywhere
 * @param bucket its bucket
 * @param number counts in its bucket
 * @param completed when it was completed
 * @param stage how far it is on its way out
 * @param since when it came to that stage; empty for an active one
 * @param labels the names of its labels that aren't set to {@code false}
 * @param elsewhere what platforms of their own call its images
 */
public record Candidate(
    String id,
    String bucket,
    long number,
    Instant completed,
    Stage stage,
    Optional<Instant> since,
    Set<String> labels,
    Set<String> elsewhere) {
  public Candidate {
    labels = Set.copyOf(labels);
    elsewhere = Set.copyOf(elsewhere);
  }

  /** What people call it: {@code web:v3}. */
  public String reference() {
    return bucket + ":v" + number;
  }
}
