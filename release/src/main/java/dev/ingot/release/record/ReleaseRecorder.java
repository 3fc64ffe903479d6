package dev.ingot.release.record;

import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.ledger.ReleaseStart;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The releases of one stack in a ledger. */
public final class ReleaseRecorder {
  private final Ledger ledger;
  private final String stack;
  private final String actor;

  /**
   * @param stack the name releases are kept under
   * @param actor who acts, as {@code user@host}
   */
  public ReleaseRecorder(Ledger ledger, String stack, String actor) {
    this.ledger = ledger;
    this.stack = stack;
    this.actor = actor;
  }

  /** Starts a release, and keeps what it was made from. */
  public ReleaseId start(ReleaseStart start, ReleaseArchive archive) {
    Release release = ledger.releases().start(start);
    archive.attach(ledger.releases(), release.id());
    return release.id();
  }

  /** Finishes a release. */
  public void finish(ReleaseId id, ReleaseOutcome outcome, String message) {
    ledger.releases().finish(id, actor, outcome, message, Map.of());
  }

  /** No other process can have the state open: a release that is still running has died. */
  public void closeInterrupted() {
    for (Release release : ledger.releases().running()) {
      if (release.id().stack().equals(stack)) {
        finish(
            release.id(),
            ReleaseOutcome.FAILED,
            "its process ended before the release did; the next one took up what it left");
      }
    }
  }

  /** Whether the last release left machines that have not proved themselves. */
  public boolean lastFailed() {
    return all().stream()
        .findFirst()
        .filter(release -> release.outcome() == ReleaseOutcome.FAILED)
        .isPresent();
  }

  /** The releases, the newest first. */
  public List<Release> all() {
    return ledger.releases().of(stack);
  }

  /** The newest verified release. */
  public Optional<Release> lastVerified() {
    return ledger.releases().lastVerified(stack);
  }

  /** What a release was made from. */
  public Optional<ReleaseArchive> archive(Release release) throws java.io.IOException {
    return ReleaseArchive.of(ledger.releases(), release);
  }
}
