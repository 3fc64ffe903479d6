package dev.ingot.release.retire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What becomes of a version, with the proof. */
public sealed interface Verdict {
  /** The version. */
  Candidate version();

  /**
   * It stays as it is.
   *
   * @param reasons what keeps it; at least one
   */
  record Kept(Candidate version, List<String> reasons) implements Verdict {
    public Kept {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * Something is done to it now.
   *
   * @param why it may be done
   */
  record Due(Candidate version, Step step, String why) implements Verdict {}

  /**
   * Something will be done to it.
   *
   * @param at when; empty if that depends on others
   * @param why not now
   */
  record Waiting(Candidate version, Step step, Optional<Instant> at, String why)
      implements Verdict {}
}
