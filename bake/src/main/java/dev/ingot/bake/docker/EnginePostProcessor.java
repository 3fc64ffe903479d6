package dev.ingot.bake.docker;

import dev.ingot.bake.Artifact;
import dev.ingot.bake.Communicator.Output;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the post-processors of engines have in common. */
final class EnginePostProcessor {
  /** What names images that were given names. */
  static final String TAGGED = "packer.post-processor.docker-tag";

  private static final char BETWEEN = ',';

  private EnginePostProcessor() {}

  /** Work that needs the engine. */
  @FunctionalInterface
  interface Work<T> {
    T on(Engine engine) throws StepException, IOException, InterruptedException;
  }

  static <T> T work(
      String type, Map<String, String> environment, PostProcessor.Context context, Work<T> work)
      throws StepException, IOException, InterruptedException {
    try {
      return work.on(Engine.connect(EngineSocket.of(environment), context.cancellation()));
    } catch (EngineException e) {
      throw new StepException(type + ": the engine refused: " + e.getMessage() + ".");
    } catch (IOException e) {
      throw new StepException(type + ": " + IoMessage.of(e) + ".");
    }
  }

  /** The images of an artifact: the committed one, or the names it was given. */
  static List<String> images(String type, Artifact artifact) throws StepException {
    boolean known =
        artifact.builderId().equals(TAGGED) || artifact.builderId().equals(DockerSource.COMMITTED);
    List<String> images = List.of(artifact.id().split(String.valueOf(BETWEEN), -1));
    if (!known || !images.stream().allMatch(ImageName::isValid)) {
      throw new StepException(
          type
              + ": "
              + artifact.id()
              + " is no image of an engine. It takes what a docker source with commit = true,"
              + " docker-import or docker-tag made.");
    }
    return images;
  }

  /** An artifact of these images. */
  static Artifact artifact(Artifact from, String builder, List<String> images) {
    return new Artifact(
        from.build(), builder, String.join(String.valueOf(BETWEEN), images), from.files());
  }

  static Source.Progress progress(PostProcessor.Context context) {
    return text -> context.output().line(Output.Stream.OUT, text);
  }
}
