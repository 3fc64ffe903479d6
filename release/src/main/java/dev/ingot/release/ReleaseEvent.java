package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.bake.BakeEvent;
import dev.ingot.deploy.Plan;
import dev.ingot.lang.Diagnostic;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.gate.GateEvent;
import dev.ingot.rollout.analysis.Judged;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An event of a release or a rollback. */
public sealed interface ReleaseEvent {
  /** Errors and warnings were found. */
  record Diagnosed(List<Diagnostic> diagnostics) implements ReleaseEvent {
    public Diagnosed {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** A stage has ended, in success or failure. */
  record StageEnded(ReleaseStage stage) implements ReleaseEvent {}

  /** Progress of a bake. */
  record Baking(BakeEvent event) implements ReleaseEvent {}

  /** A version was registered. */
  record Baked(Version version) implements ReleaseEvent {}

  /** Progress of a promotion: a boot test, or a channel that moves. */
  record Promoting(GateEvent event) implements ReleaseEvent {}

  /** A requested rollback to an earlier release begins. */
  record RollingBack(long release) implements ReleaseEvent {}

  /**
   * The plan is ready.
   *
   * @param images the image changes of machines
   */
  record Planned(Plan plan, List<ImageChange> images) implements ReleaseEvent {
    public Planned {
      images = List.copyOf(images);
    }
  }

  /**
   * Nothing will change.
   *
   * @param proving whether running machines are health-checked again because the last release
   *     failed
   */
  record NoChanges(boolean proving) implements ReleaseEvent {}

  /** Progress of a change to an object. */
  record Deploying(dev.ingot.deploy.Event event) implements ReleaseEvent {}

  /** An interrupted rollout resumes with the machines it created for these instances. */
  record Resuming(List<InstanceAddress> machines) implements ReleaseEvent {
    public Resuming {
      machines = List.copyOf(machines);
    }
  }

  /** A rollout has taken a step. */
  record RolloutStepped(String rollout, Event event, Rollout before, Rollout after)
      implements ReleaseEvent {}

  /** A rollout is about to do something. */
  record RolloutDoing(String rollout, Effect effect, Rollout state) implements ReleaseEvent {}

  /** An analysis of a rollout has measured a metric. */
  record Measured(String rollout, String metric, Judged judged) implements ReleaseEvent {}

  /** Old machines are still kept, to return to them at once. */
  record Kept(Instant until) implements ReleaseEvent {}

  /** Everything is deployed, but the release waits for a healthy backend of a balancer. */
  record Unreached(String evidence) implements ReleaseEvent {}

  /** The last output of a failed machine. */
  record LastWords(InstanceAddress machine, String log) implements ReleaseEvent {}

  /** The last verified release is redeployed because a later one failed. */
  record Redeploying(long release, ReleaseId failed, String reason) implements ReleaseEvent {}

  /**
   * Machines get another image.
   *
   * @param bucket the bucket of the new image
   * @param before the label of the previous image; empty if there was none
   * @param after the new image
   */
  record ImageChange(String bucket, Optional<String> before, String after)
      implements Comparable<ImageChange> {
    @Override
    public int compareTo(ImageChange other) {
      int order = bucket.compareTo(other.bucket);
      return order != 0 ? order : (before + after).compareTo(other.before + other.after);
    }
  }
}
