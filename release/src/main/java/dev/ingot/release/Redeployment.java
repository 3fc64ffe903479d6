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
 * @param within the number of the release that {@code failed} itself brings back from; 0 if it
 *     stands alone
 * @param target where it is deployed
 */
record Redeployment(
    ReleaseRecorder recorder,
    UsableImages images,
    ReleaseListener listener,
    Restoration restoration,
    ReleaseId failed,
    long within,
    Target target) {

  /** Deploys contents within a release that failed. */
  interface Target {
    ReleaseResult deploy(ReleaseContent content, ReleaseId within)
        throws IOException, InterruptedException;
  }

  /** Deploys it. What is deployed to go back is not gone back from: it would never end. */
  Result run(String reason) throws InterruptedException {
    if (within != 0) {
      return new Result.Failed("this release was deployed to return to it");
    }
    Optional<Release> last = recorder.lastVerified();
    if (last.isEmpty()) {
      return new Result.Failed("no release has been verified yet");
    }
    long number = last.get().id().number();
    if (number > failed.number()) {
      // A process that has died since had already completed the rollback.
      return new Result.Done();
    }
    Optional<String> unusable = images.problem(last.get());
    if (unusable.isPresent()) {
      return new Result.Failed(unusable.get());
    }
    try {
      Optional<ReleaseContent> content = restoration.content(last.get());
      if (content.isEmpty()) {
        return new Result.Failed("release " + number + " has no stored configuration");
      }
      listener.on(new ReleaseEvent.Redeploying(number, failed, reason));
      ReleaseResult result = target.deploy(content.get(), failed);
      return result.isSuccess() ? new Result.Done() : new Result.Failed(result.reason());
    } catch (IOException e) {
      return new Result.Failed(String.valueOf(e.getMessage()));
    }
  }
}
