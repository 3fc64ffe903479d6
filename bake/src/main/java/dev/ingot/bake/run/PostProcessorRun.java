package dev.ingot.bake.run;

import dev.ingot.bake.Artifact;
import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.StepException;
import dev.ingot.bake.chain.ChainKeys;
import dev.ingot.bake.chain.FailedStep;
import dev.ingot.bake.chain.PreparedUnit;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.bake.layer.SnapshotCache;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.value.Value;
import dev.ingot.registry.content.Descriptor;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs those post-processors of a build that have not run on the same image before, or whose
 * results are gone.
 *
 * @param evidence documents about the image
 * @param force whether all of them run
 */
record PostProcessorRun(
    PreparedUnit unit,
    SnapshotCache cache,
    Optional<Map<String, Value>> values,
    List<Descriptor> evidence,
    String runId,
    boolean force,
    HostPrograms programs,
    Communicator.Output output,
    BakeEvent.Observer observer,
    Clock clock) {

  private record Surroundings(
      HostPrograms programs,
      Communicator.Output output,
      Cancellation cancellation,
      List<Descriptor> evidence,
      String runId,
      Instant now)
      implements PostProcessor.Context {}

  void run(Artifact made, LayerKey fingerprint, Cancellation cancellation)
      throws IOException, InterruptedException, FailedStep {
    for (PreparedUnit.PostChain chain : unit.postProcessors()) {
      LayerKey key = ChainKeys.postProcessed(fingerprint, chain);
      if (force || cache.find(key).isEmpty() || !chain.isDone()) {
        Artifact artifact = made;
        for (PreparedUnit.PostStep step : chain.steps()) {
          artifact = run(step, artifact, cancellation);
        }
        cache.put(key, Snapshot.Layers.NOTHING);
      }
    }
  }

  private PostProcessor.Prepared work(PreparedUnit.PostStep step) throws StepException {
    if (step.late().isEmpty()) {
      return step.work();
    }
    return step.late()
        .get()
        .with(
            values.orElseThrow(
                () ->
                    new StepException(
                        "It needs values that only a running build has (build.Host), and nothing"
                            + " was baked: the image is there. Bake again with -force.")));
  }

  private Artifact run(PreparedUnit.PostStep step, Artifact artifact, Cancellation cancellation)
      throws InterruptedException, FailedStep {
    observer.on(new BakeEvent.StepStarted(unit.identity(), step.label()));
    Instant began = clock.instant();
    try {
      Artifact next =
          work(step)
              .process(
                  artifact,
                  new Surroundings(programs, output, cancellation, evidence, runId, began));
      observer.on(
          new BakeEvent.StepFinished(
              unit.identity(), step.label(), 0, Duration.between(began, clock.instant())));
      return next;
    } catch (StepException e) {
      throw FailedStep.of("Post-processor", step.label(), e, step.place());
    } catch (IOException e) {
      throw FailedStep.of(
          "Post-processor", step.label(), new StepException(IoMessage.of(e) + "."), step.place());
    }
  }
}
