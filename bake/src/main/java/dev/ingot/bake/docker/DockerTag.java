package dev.ingot.bake.docker;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.util.List;
import java.util.Map;

/**
 * Gives names to an image of the engine. Rules: the documentation of Packer's post-processor {@code
 * docker-tag}.
 *
 * @param environment the variables of this process
 */
public record DockerTag(Map<String, String> environment) implements PostProcessor {
  public DockerTag {
    environment = Map.copyOf(environment);
  }

  @Override
  public String type() {
    return "docker-tag";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .required("repository", Type.STRING, "The repository of the names.")
        .optional("tags", SchemaBuilder.TEXTS, "The tags (default: the engine's, latest).")
        .optional("tag", SchemaBuilder.TEXTS, "As tags.")
        .optional("force", Type.BOOL, "Has no effect: engines always move names.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    String repository = arguments.text("repository", "");
    List<String> given = arguments.has("tags") ? arguments.texts("tags") : arguments.texts("tag");
    List<String> names =
        given.isEmpty()
            ? List.of(repository)
            : given.stream().map(tag -> repository + ":" + tag).toList();
    if (!names.stream().allMatch(ImageName::isValid)) {
      diagnostics.error(
          "Invalid image name",
          "repository and tags must make names of images; " + names + " are none.",
          arguments.place("repository"));
    }
    return (artifact, context) ->
        EnginePostProcessor.work(
            type(),
            environment,
            context,
            engine -> {
              String image = EnginePostProcessor.images(type(), artifact).getFirst();
              for (String each : names) {
                ImageName name = ImageName.parse(each);
                engine.run(
                    EngineRequest.of(
                        "POST",
                        "/images/"
                            + image
                            + "/tag?repo="
                            + EngineRequest.encoded(name.repository())
                            + "&tag="
                            + EngineRequest.encoded(name.tag())),
                    context.cancellation());
                EnginePostProcessor.progress(context).note("tagged " + each);
              }
              return EnginePostProcessor.artifact(artifact, EnginePostProcessor.TAGGED, names);
            });
  }
}
