package dev.ingot.bake.docker;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Makes an image of the engine of an archive of files. Rules: the documentation of Packer's
 * post-processor {@code docker-import}.
 *
 * @param environment the variables of this process
 */
public record DockerImport(Map<String, String> environment) implements PostProcessor {
  private static final Duration IDLE = Duration.ofMinutes(30);

  public DockerImport {
    environment = Map.copyOf(environment);
  }

  @Override
  public String type() {
    return "docker-import";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .required("repository", Type.STRING, "The repository of the image.")
        .optional("tag", Type.STRING, "Its tag.")
        .optional("changes", SchemaBuilder.TEXTS, "Instructions of a Dockerfile for it.")
        .optional("platform", Type.STRING, "Its platform, such as linux/arm64.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    String repository = arguments.text("repository", "");
    String tag = arguments.text("tag", "");
    String name = tag.isEmpty() ? repository : repository + ":" + tag;
    if (!ImageName.isValid(name)) {
      diagnostics.error(
          "Invalid image name", name + " is no name of an image.", arguments.place("repository"));
    }
    StringBuilder target = new StringBuilder("/images/create?fromSrc=-&repo=");
    target.append(EngineRequest.encoded(repository)).append("&tag=");
    target.append(EngineRequest.encoded(tag));
    for (String change : arguments.texts("changes")) {
      target.append("&changes=").append(EngineRequest.encoded(change));
    }
    arguments
        .text("platform")
        .ifPresent(each -> target.append("&platform=").append(EngineRequest.encoded(each)));
    EngineRequest request = EngineRequest.of("POST", target.toString()).idle(IDLE);
    return (artifact, context) -> {
      if (artifact.files().size() != 1) {
        throw new StepException(
            type()
                + ": it takes the one archive of a docker source with export_path, but this"
                + " artifact has "
                + artifact.files().size()
                + " files.");
      }
      Path file = build.resolve(artifact.files().getFirst().name());
      return EnginePostProcessor.work(
          type(),
          environment,
          context,
          engine -> {
            String _ =
                engine.send(
                    request.archive(
                        out -> {
                          long _ = Files.copy(file, out);
                        }),
                    context.cancellation(),
                    (_, body) -> EngineMessages.read(body, EnginePostProcessor.progress(context)));
            return EnginePostProcessor.artifact(artifact, DockerSource.COMMITTED, List.of(name));
          });
    };
  }
}
