package dev.ingot.bake.post;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Communicator.Output;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.registry.distribution.DistributionException;
import dev.ingot.registry.distribution.ImagePush;
import dev.ingot.registry.distribution.ImageReference;
import dev.ingot.registry.distribution.OciCredential;
import dev.ingot.registry.distribution.RegistryAccess;
import dev.ingot.registry.distribution.Repository;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pushes an image of the registry, with the documents about it, to a repository of an OCI registry.
 *
 * @param store the content of the images
 * @param access reaches registries
 */
public record OciPush(ContentStore store, RegistryAccess access) implements PostProcessor {
  private static final String BUILDER = "ingot.post-processor.oci-push";

  @Override
  public String type() {
    return "oci-push";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .required("repository", Type.STRING, "HOST/NAME of the repository.")
        .optional("tags", SchemaBuilder.TEXTS, "The tags (default: latest).")
        .optional(
            "mount_from",
            Type.STRING,
            "NAME of a repository of the same registry whose layers are taken over.")
        .optional("evidence", Type.BOOL, "Whether documents about the image go along (true).")
        .optional("login_username", Type.STRING, "The user (default: as Docker is logged in).")
        .optional("login_password", Type.STRING, "The password.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    List<String> tags = arguments.has("tags") ? arguments.texts("tags") : List.of("latest");
    Optional<ImageReference> repository = Optional.empty();
    Optional<ImageReference> from = Optional.empty();
    String name = arguments.text("repository", "");
    try {
      repository = Optional.of(ImageReference.parse(name));
      for (String tag : tags) {
        ImageReference _ = ImageReference.parse(name + ":" + tag);
      }
      from =
          arguments
              .text("mount_from")
              .map(
                  other ->
                      ImageReference.parse(
                          ImageReference.parse(name).repository().registry() + "/" + other));
    } catch (IllegalArgumentException e) {
      diagnostics.error("Invalid repository", e.getMessage() + ".", arguments.place("repository"));
    }
    if (repository.isPresent()
        && (repository.get().tag().isPresent() || repository.get().digest().isPresent())) {
      diagnostics.error(
          "Invalid repository",
          "Give the tags in the argument tags, not in repository.",
          arguments.place("repository"));
    }
    if (arguments.has("login_username") != arguments.has("login_password")) {
      diagnostics.error(
          "Missing credentials",
          "login_username and login_password go together.",
          arguments.place("login_username"));
    }
    return new Pushing(
        store,
        access.with(
            arguments
                .text("login_username")
                .map(user -> new OciCredential.Basic(user, arguments.text("login_password", "")))),
        repository.map(ImageReference::repository).orElse(new Repository("", "")),
        tags,
        from.map(ImageReference::repository),
        arguments.flag("evidence", true));
  }

  private record Pushing(
      ContentStore store,
      RegistryAccess access,
      Repository repository,
      List<String> tags,
      Optional<Repository> from,
      boolean evidence)
      implements Prepared {
    @Override
    public Artifact process(Artifact artifact, Context context)
        throws StepException, IOException, InterruptedException {
      Optional<Digest> digest = Digest.find(artifact.id());
      if (digest.isEmpty() || !store.has(digest.get())) {
        throw new StepException(
            "oci-push: "
                + artifact.id()
                + " is no image of the registry. It takes what a rootfs source made; an engine's"
                + " images are pushed by docker-push.");
      }
      try {
        return access.work(
            context.cancellation(),
            (client, _) -> pushed(new ImagePush(client), digest.get(), artifact, context));
      } catch (DistributionException e) {
        throw new StepException("oci-push: " + e.describe());
      } catch (RegistryException e) {
        throw new StepException("oci-push: " + e.getMessage() + ".");
      }
    }

    private Artifact pushed(ImagePush push, Digest digest, Artifact artifact, Context context)
        throws IOException {
      Descriptor image = OciImage.describe(store, digest);
      ImagePush.Pushed pushed =
          push.push(store, image, repository, tags, from, line -> note(context, line));
      for (Descriptor document : evidence ? context.evidence() : List.<Descriptor>of()) {
        Digest _ = push.attach(store, image, document, Map.of(), repository);
        note(context, "attached " + document.mediaType());
      }
      List<String> names = new ArrayList<>();
      tags.forEach(tag -> names.add(repository + ":" + tag));
      note(
          context,
          "pushed "
              + String.join(", ", names)
              + " ("
              + pushed.digest()
              + "): "
              + pushed.sent()
              + " blobs sent, "
              + pushed.skipped()
              + " already there");
      return new Artifact(
          artifact.build(), BUILDER, repository + "@" + pushed.digest(), artifact.files());
    }

    private static void note(Context context, String line) {
      context.output().line(Output.Stream.OUT, line);
    }
  }
}
