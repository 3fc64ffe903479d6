package dev.ingot.bake.docker;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes an image of the engine to a file, with its layers and metadata. Rules: the documentation
 * of Packer's post-processor {@code docker-save}.
 *
 * @param environment the variables of this process
 */
public record DockerSave(Map<String, String> environment) implements PostProcessor {
  private static final String BUILDER = "packer.post-processor.docker-save";
  private static final Duration IDLE = Duration.ofMinutes(30);

  public DockerSave {
    environment = Map.copyOf(environment);
  }

  @Override
  public String type() {
    return "docker-save";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder().required("path", Type.STRING, "The file.").build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    return new Saved(
        environment, arguments.text("path", ""), build.resolve(arguments.text("path", "")));
  }

  private record Saved(Map<String, String> environment, String shown, Path file)
      implements Prepared {
    @Override
    public boolean isDone() {
      return Files.isRegularFile(file);
    }

    @Override
    public Artifact process(Artifact artifact, Context context)
        throws StepException, IOException, InterruptedException {
      return EnginePostProcessor.work(
          "docker-save",
          environment,
          context,
          engine -> {
            String image = EnginePostProcessor.images("docker-save", artifact).getFirst();
            save(engine, image, context.cancellation());
            return new Artifact(
                artifact.build(),
                BUILDER,
                artifact.id(),
                List.of(new Artifact.File(shown, Files.size(file))));
          });
    }

    private void save(Engine engine, String image, Cancellation cancellation)
        throws IOException, InterruptedException {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path beside = file.resolveSibling("." + UUID.randomUUID() + ".new");
      try {
        try (OutputStream out = Files.newOutputStream(beside)) {
          boolean _ =
              engine.send(
                  EngineRequest.of("GET", "/images/" + image + "/get").idle(IDLE),
                  cancellation,
                  (_, body) -> {
                    long _ = body.transferTo(out);
                    return true;
                  });
        }
        Files.move(
            beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    }
  }
}
