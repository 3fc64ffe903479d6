package dev.ingot.bake.docker;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.storage.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pushes the names of an image to their registry. Rules: the documentation of Packer's
 * post-processor {@code docker-push}.
 *
 * @param environment the variables of this process
 */
public record DockerPush(Map<String, String> environment) implements PostProcessor {
  private static final String BUILDER = "packer.post-processor.docker-push";
  private static final int ID_LENGTH = 64;
  private static final Duration IDLE = Duration.ofMinutes(10);

  public DockerPush {
    environment = Map.copyOf(environment);
  }

  /** Podman's ids have no prefix. */
  private static boolean isId(String image) {
    return image.startsWith("sha256:")
        || (image.length() == ID_LENGTH && Digest.find("sha256:" + image).isPresent());
  }

  @Override
  public String type() {
    return "docker-push";
  }

  @Override
  public Schema schema() {
    return RegistryLogin.addTo(new SchemaBuilder()).build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    Optional<RegistryLogin> login = RegistryLogin.read(arguments, diagnostics);
    String credentials = login.map(RegistryLogin::header).orElse(RegistryLogin.none());
    return (artifact, context) ->
        EnginePostProcessor.work(
            type(),
            environment,
            context,
            engine -> {
              List<String> images = EnginePostProcessor.images(type(), artifact);
              if (isId(images.getFirst())) {
                throw new StepException(
                    "docker-push: the image has no name that tells where to push it. Put"
                        + " docker-tag before it.");
              }
              for (String each : images) {
                ImageName name = ImageName.parse(each);
                EnginePostProcessor.progress(context).note("pushing " + each);
                String _ =
                    engine.send(
                        EngineRequest.of(
                                "POST",
                                "/images/"
                                    + name.repository()
                                    + "/push?tag="
                                    + EngineRequest.encoded(
                                        name.tag().isEmpty() ? "latest" : name.tag()))
                            .idle(IDLE)
                            .with("X-Registry-Auth", credentials),
                        context.cancellation(),
                        (_, body) ->
                            EngineMessages.read(body, EnginePostProcessor.progress(context)));
              }
              return EnginePostProcessor.artifact(artifact, BUILDER, images);
            });
  }
}
