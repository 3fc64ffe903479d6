package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.bake.BakeEvent;
import dev.ingot.deploy.Plan;
import dev.ingot.lang.Diagnostic;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.gate.GateEvent;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Rollout;
import java.util.List;
import java.util.Optional;

/** Something that happens on the way from commit to verified fleet and back. */
public sealed interface ReleaseEvent {
  /** Errors and warnings were found. */
  record Diagnosed(List<Diagnostic> diagnostics) implements ReleaseEvent {
    public Diagnosed {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** A stage has ended, well or not. */
  record StageEnded(ReleaseStage stage) implements ReleaseEvent {}

  /** A template is being baked. */
  record Baking(BakeEvent event) implements ReleaseEvent {}

  /** A version exists. */
  record Baked(Version version) implements ReleaseEvent {}

  /** A channel follows what was baked, or its gate is being passed. */
  record Promoting(GateEvent event) implements ReleaseEvent {}

  /** An earlier release is being deployed again, since somebody asked for it. */
  record RollingBack(long release) implements ReleaseEvent {}

  /**
   * It is known what will change.
   *
   * @param images which images machines get
   */
  record Planned(Plan plan, List<ImageChange> images) implements ReleaseEvent {
    public Planned {
      images = List.copyOf(images);
    }
  }

  /**
   * Nothing will change.
   *
   * @param proving whether what runs has to prove itself, since the last release failed
   */
  record NoChanges(boolean proving) implements ReleaseEvent {}

  /** An object is being changed. */
  record Deploying(dev.ingot.deploy.Event event) implements ReleaseEvent {}

  /** An interrupted rollout goes on with the machines it had made for these instances. */
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

  /** What a machine that failed printed last. */
  record LastWords(InstanceAddress machine, String log) implements ReleaseEvent {}

  /** The last verified release is deployed again, since a later one failed. */
  record Redeploying(long release, ReleaseId failed, String reason) implements ReleaseEvent {}

  /**
   * Machines get another image.
   *
   * @param bucket the bucket of the new image
   * @param before the image before, as people know it; empty where there was none
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
