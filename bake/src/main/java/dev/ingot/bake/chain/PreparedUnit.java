package dev.ingot.bake.chain;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Builder;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.lang.SourceRange;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A build whose blocks are all evaluated and checked.
 *
 * @param bucket where the image goes
 * @param labels of the image, beside those of its configuration
 * @param place the source block
 */
public record PreparedUnit(
    BuildIdentity identity,
    Builder.Prepared source,
    String bucket,
    String description,
    SortedMap<String, String> labels,
    List<PreparedStep> steps,
    Optional<PreparedStep> errorCleanup,
    List<PostChain> postProcessors,
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
  }

  /** One post-processor block. */
  public record PostStep(String label, PostProcessor.Prepared work, SourceRange place) {}
}
