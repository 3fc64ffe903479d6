package dev.ingot.cli.up;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.view.ReleaseJson;
import dev.ingot.cli.view.RolloutText;
import dev.ingot.release.ReleaseResult;
import dev.ingot.release.ReleaseStage;
import dev.ingot.rollout.core.Gate;
import dev.ingot.rollout.core.Outcome;
import java.util.Optional;

/** The end of a request for programs. */
final class EndingJson implements Ending {
  private final ReleaseJson json;

  EndingJson(ReleaseJson json) {
    this.json = json;
  }

  @Override
  public int tell(ReleaseResult result) {
    return switch (result) {
      case ReleaseResult.Verified(ReleaseResult.Deployed deployed) ->
          ended("verified", "", Optional.of(deployed), ExitCode.OK);
      case ReleaseResult.Unchanged(Optional<ReleaseResult.Deployed> deployed) ->
          ended("unchanged", "", deployed, ExitCode.OK);
      case ReleaseResult.Reverted(String reason) -> ended("reverted", reason, ExitCode.REVERTED);
      case ReleaseResult.Paused(String reason) -> ended("paused", reason, ExitCode.PAUSED);
      case ReleaseResult.Waiting(Outcome.Waiting(Gate gate, String reason)) ->
          ended("waiting", reason.isEmpty() ? RolloutText.waiting(gate) : reason, ExitCode.PAUSED);
      case ReleaseResult.Interrupted(ReleaseStage _, String reason) ->
          ended("interrupted", reason, ExitCode.INTERRUPTED);
      case ReleaseResult.Failed(ReleaseStage _, String reason) ->
          ended("failed", reason, ExitCode.ERROR);
    };
  }

  private int ended(String outcome, String reason, int code) {
    return ended(outcome, reason, Optional.empty(), code);
  }

  private int ended(
      String outcome, String reason, Optional<ReleaseResult.Deployed> deployed, int code) {
    json.ended(outcome, reason, deployed);
    return code;
  }
}
