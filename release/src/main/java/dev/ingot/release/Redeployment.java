package dev.ingot.release;

import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.release.record.ReleaseRecorder;
import dev.ingot.rollout.core.Event.Result;
import java.io.IOException;
import java.util.Optional;

/**
 * Deploys the last verified release again, as a release within the one that failed.
 *
 * @param failed the release that failed
 * @param deploying deploys
 */
record Redeployment(
    ReleaseRecorder recorder,
    ReleaseListener listener,
    Restoration restoration,
    ReleaseId failed,
    Deploying deploying) {

  /** Deploys a content within a release that failed. */
  interface Deploying {
    ReleaseResult deploy(ReleaseContent content, ReleaseId within)
        throws IOException, InterruptedException;
  }

  /** Deploys it. */
  Result run(String reason) throws InterruptedException {
    Optional<Release> last = recorder.lastVerified();
    if (last.isEmpty()) {
      return new Result.Failed("no release has been verified yet");
    }
    long number = last.get().id().number();
    if (number > failed.number()) {
      // A process that has died since had already completed the rollback.
      return new Result.Done();
    }
    try {
      Optional<ReleaseContent> content = restoration.content(last.get());
      if (content.isEmpty()) {
        return new Result.Failed("release " + number + " has no stored configuration");
      }
      listener.on(new ReleaseEvent.Redeploying(number, failed, reason));
      ReleaseResult result = deploying.deploy(content.get(), failed);
      return switch (result) {
        case ReleaseResult.Verified _, ReleaseResult.Unchanged _ -> new Result.Done();
        case ReleaseResult.Reverted(String why) -> new Result.Failed(why);
        case ReleaseResult.Paused(String why) -> new Result.Failed(why);
        case ReleaseResult.Failed(var _, String why) -> new Result.Failed(why);
        case ReleaseResult.Interrupted(var _, String why) -> new Result.Failed(why);
      };
    } catch (IOException e) {
      return new Result.Failed(String.valueOf(e.getMessage()));
    }
  }
}
