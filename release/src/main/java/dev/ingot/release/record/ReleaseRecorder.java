package dev.ingot.release.record;

import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.ledger.ReleaseStart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

  /**
   * Starts a release, and keeps what it was made from.
   *
   * @param images every name of the images it was made from
   */
  public ReleaseId start(ReleaseStart start, ReleaseArchive archive, List<String> images) {
    Release release = ledger.releases().start(start);
    archive.attach(ledger.releases(), release.id());
    if (!images.isEmpty()) {
      ledger
          .releases()
          .attach(
              release.id(),
              ImagesInUse.ATTACHMENT,
              String.join("\n", images).getBytes(StandardCharsets.UTF_8));
    }
    return release.id();
  }

  /** Finishes a release. */
  public void finish(ReleaseId id, ReleaseOutcome outcome, String message) {
    ledger.releases().finish(id, actor, outcome, message, Map.of());
  }

  /**
   * Ends releases whose processes have died and which no process will resume. No other process can
   * have the state open, so one that is still running has died.
   */
  public void closeInterrupted(List<Release> releases) {
    for (Release release : releases) {
      if (release.outcome() == ReleaseOutcome.RUNNING) {
        finish(
            release.id(),
            ReleaseOutcome.FAILED,
            "interrupted: its process died; the next release resumed from there");
      }
    }
  }

  /**
   * The releases since the last one that ended verified or reverted, and those before it that never
   * ended; the newest first. Their machines are unverified.
   *
   * @param after only those with a greater number
   */
  public List<Release> unsettled(long after) {
    List<Release> unsettled = new ArrayList<>();
    boolean settled = false;
    for (Release release : all()) {
      if (release.id().number() > after) {
        switch (release.outcome()) {
          case RUNNING -> unsettled.add(release);
          case FAILED -> {
            if (!settled) {
              unsettled.add(release);
            }
          }
          case VERIFIED -> settled = true;
          // A reverted rollback brings back what was there before it, which may be unverified.
          case REVERTED -> settled |= release.rollbackOf().isEmpty();
        }
      }
    }
    return unsettled;
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
