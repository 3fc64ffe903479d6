package dev.ingot.release;

import dev.ingot.ledger.ResolvedImage;
import dev.ingot.state.OutputState;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a request ended. What is not said in one of these did not happen. */
public sealed interface ReleaseResult {
  /**
   * What was asked for runs, has proved itself, and is recorded as verified: a later rollback may
   * return to it, and a later failure will.
   */
  record Verified(Deployed deployed) implements ReleaseResult {}

  /**
   * What was asked for ran already; nothing was changed and no release was recorded.
   *
   * @param deployed empty where the folder has no configuration: images were all there was to make
   */
  record Unchanged(Optional<Deployed> deployed) implements ReleaseResult {}

  /**
   * The release failed and what served before serves again; what was new is gone. Nothing needs to
   * be done but to mend the cause.
   */
  record Reverted(String reason) implements ReleaseResult {}

  /**
   * The release failed and could not, or was not to, be taken back: old and new may both be there,
   * and nothing that served was destroyed for it. A person has to look; the same request, or
   * another one, goes on from what is there.
   */
  record Paused(String reason) implements ReleaseResult {}

  /**
   * It failed.
   *
   * @param stage before {@link ReleaseStage#DEPLOY}, nothing that runs was touched; in it, what was
   *     changed is in the state, and the same request goes on from there
   * @param reason empty where events have said all
   */
  record Failed(ReleaseStage stage, String reason) implements ReleaseResult {}

  /**
   * It was asked to stop and did, cleanly; what was done by then is kept, and the same request goes
   * on from there. A rollout that was under way has been taken back.
   */
  record Interrupted(ReleaseStage stage, String reason) implements ReleaseResult {}

  /** Whether what was asked for runs. */
  default boolean isSuccess() {
    return switch (this) {
      case Verified _, Unchanged _ -> true;
      case Reverted _, Paused _, Failed _, Interrupted _ -> false;
    };
  }

  /**
   * What runs.
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
