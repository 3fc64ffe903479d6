package dev.ingot.bake.chain;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.ImageDestination;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.Secrets;
import dev.ingot.bake.Source;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.lang.SourceRange;
import java.util.List;
import java.util.Optional;

/**
 * A build whose blocks are all evaluated and checked.
 *
 * @param source the source of the image
 * @param destination the destination of the image
 * @param secrets the sensitive values in its arguments and their derived forms
 * @param isKnown whether every argument has a value; otherwise it can't run
 * @param place the source block
 */
public record PreparedUnit(
    BuildIdentity identity,
    Source source,
    ImageDestination destination,
    List<PreparedStep> steps,
    Optional<PreparedStep> errorCleanup,
    List<PostChain> postProcessors,
    Secrets secrets,
    boolean isKnown,
    SourceRange place) {

  public PreparedUnit {
    steps = List.copyOf(steps);
    postProcessors = List.copyOf(postProcessors);
  }

  /**
   * Post-processors that follow each other.
   *
   * @param configuration a key of their types and evaluated arguments
   */
  public record PostChain(List<PostStep> steps, LayerKey configuration) {
    public PostChain {
      steps = List.copyOf(steps);
    }

    /** Whether the earlier results of its post-processors still exist. */
    public boolean isDone() {
      return steps.stream().allMatch(step -> step.work().isDone());
    }
  }

  /**
   * One post-processor block.
   *
   * @param late prepares it again if its arguments use values of the running machine
   */
  public record PostStep(
      String label,
      PostProcessor.Prepared work,
      Optional<Late<PostProcessor.Prepared>> late,
      SourceRange place) {}
}
