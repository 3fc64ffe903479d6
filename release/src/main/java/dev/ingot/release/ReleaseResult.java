package dev.ingot.release;

import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.ledger.ResolvedImage;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.state.OutputState;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The result of a request. Effects not listed by a result did not happen. */
public sealed interface ReleaseResult {
  /**
   * The requested release runs, is healthy, and is recorded as verified: later rollbacks and failed
   * releases can return to it.
   */
  record Verified(Deployed deployed) implements ReleaseResult {}

  /**
   * The requested release was already running; nothing was changed and no release was recorded.
   *
   * @param deployed empty if the folder has no configuration, only templates
   */
  record Unchanged(Optional<Deployed> deployed) implements ReleaseResult {}

  /**
   * The release failed and was rolled back: the previous machines serve, the new ones are
   * destroyed. Only the cause is left to fix.
   */
  record Reverted(String reason) implements ReleaseResult {}

  /**
   * The release failed and could not be rolled back, or was configured not to be: old and new
   * machines may both exist, and no serving machine was destroyed for it. It needs a person; the
   * same request, or another one, resumes from here.
   */
  record Paused(String reason) implements ReleaseResult {}

  /**
   * It has not failed: a rollout waits for a person to confirm or abort it, as its strategy says or
   * its analysis could not decide. No process runs; the release stays open until {@link
   * ReleaseRequest.Decide}, and the same request finds it waiting.
   *
   * @param rollout where it waits
   */
  record Waiting(Outcome.Waiting rollout) implements ReleaseResult {}

  /**
   * It failed.
   *
   * @param stage before {@link ReleaseStage#DEPLOY}, running machines were not touched; in it,
   *     changes are in the state, and the same request resumes from there
   * @param reason empty if events have reported everything
   */
  record Failed(ReleaseStage stage, String reason) implements ReleaseResult {}

  /**
   * It was cancelled and stopped cleanly; completed work is kept, and the same request resumes from
   * there. A running rollout was rolled back.
   */
  record Interrupted(ReleaseStage stage, String reason) implements ReleaseResult {}

  /** Whether the requested release runs. */
  default boolean isSuccess() {
    return outcome() == ReleaseOutcome.VERIFIED;
  }

  /** What the ledger records of a release that ended so. */
  default ReleaseOutcome outcome() {
    return switch (this) {
      case Verified _, Unchanged _ -> ReleaseOutcome.VERIFIED;
      case Reverted _ -> ReleaseOutcome.REVERTED;
      case Paused _, Failed _, Interrupted _ -> ReleaseOutcome.FAILED;
      case Waiting _ -> ReleaseOutcome.RUNNING;
    };
  }

  /** Why it ended so; empty after a success, and where events have reported everything. */
  default String reason() {
    return switch (this) {
      case Verified _, Unchanged _ -> "";
      case Reverted(String reason) -> reason;
      case Paused(String reason) -> reason;
      case Waiting(var rollout) -> rollout.reason();
      case Failed(var _, String reason) -> reason;
      case Interrupted(var _, String reason) -> reason;
    };
  }

  /**
   * The running release.
   *
   * @param outputs of the root module
   * @param images what channels were resolved to, by {@code bucket:channel}
   */
  record Deployed(SortedMap<String, OutputState> outputs, SortedMap<String, ResolvedImage> images) {
    public Deployed {
      outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
      images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
    }
  }
}
