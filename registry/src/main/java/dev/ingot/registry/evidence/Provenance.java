package dev.ingot.registry.evidence;

import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.json.JsonOut;
import dev.ingot.storage.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How an image was made, as an in-toto statement 1 with a SLSA provenance 1 in it. It isn't signed.
 *
 * @param subject the image's name, such as {@code web}
 * @param digest the image
 * @param template the files of the template by name
 * @param source the source of the template, such as {@code rootfs.web}
 * @param build the name of the build
 * @param fingerprint of all inputs
 * @param base the image it was baked on
 * @param steps the layers that were made or taken, by what made them, the lowest first
 * @param builder who baked it, {@code user@host}
 * @param run the id of the run
 */
public record Provenance(
    String subject,
    Digest digest,
    Map<String, Digest> template,
    String source,
    String build,
    String fingerprint,
    Optional<Digest> base,
    List<Step> steps,
    String builder,
    String run,
    Instant started,
    Instant finished) {
  /** Its media type. */
  public static final String MEDIA_TYPE = "application/vnd.in-toto+json";

  private static final String BUILD_TYPE = "urn:ingot:template:1";

  public Provenance {
    template = new TreeMap<>(template);
    steps = List.copyOf(steps);
  }

  /** One layer. */
  public record Step(String name, Digest layer) {}

  private record Named(String name, Digest digest) {}

  /** As JSON in UTF-8. */
  public byte[] toJson() {
    return JsonOut.document(
        out ->
            out.text("_type", "https://in-toto.io/Statement/v1")
                .objects(
                    "subject", List.of(new Named(subject, digest)), each -> resource(out, each))
                .text("predicateType", "https://slsa.dev/provenance/v1")
                .object(
                    "predicate",
                    predicate -> {
                      predicate.object("buildDefinition", this::definition);
                      predicate.object("runDetails", this::details);
                    }));
  }

  private void definition(JsonOut out) {
    List<Named> dependencies = new ArrayList<>();
    template.forEach((name, content) -> dependencies.add(new Named(name, content)));
    base.ifPresent(image -> dependencies.add(new Named("base image", image)));
    out.text("buildType", BUILD_TYPE)
        .object(
            "externalParameters",
            parameters -> parameters.text("source", source).text("build", build))
        .object("internalParameters", parameters -> parameters.text("fingerprint", fingerprint))
        .objects("resolvedDependencies", dependencies, each -> resource(out, each));
  }

  private void details(JsonOut out) {
    out.object(
            "builder",
            member -> member.text("id", "urn:ingot:builder:" + PackageUrls.encoded(builder)))
        .object(
            "metadata",
            member ->
                member
                    .text("invocationId", run)
                    .text("startedOn", started.toString())
                    .text("finishedOn", finished.toString()))
        .objects("byproducts", steps, step -> resource(out, new Named(step.name(), step.layer())));
  }

  private static void resource(JsonOut out, Named resource) {
    out.text("name", resource.name())
        .object("digest", member -> member.text("sha256", resource.digest().hex()));
  }

  /** Stores it in a content store. */
  public Descriptor write(ContentStore store) {
    return store.write(MEDIA_TYPE, toJson());
  }
}
