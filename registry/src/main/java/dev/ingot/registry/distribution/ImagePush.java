package dev.ingot.registry.distribution;

import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.Manifest;
import dev.ingot.registry.content.MediaTypes;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.OciTransfer;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.registry.distribution.DistributionException.Kind;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pushes images and what belongs to them from a content store. What a registry has isn't sent
 * again.
 */
public final class ImagePush {
  private static final int CHUNK = 32 << 20;
  private static final int MOST_NESTED = 8;

  private final OciClient client;
  private final OciUpload upload;

  /** Over a client. */
  public ImagePush(OciClient client) {
    this(client, CHUNK);
  }

  ImagePush(OciClient client, int chunk) {
    this.client = client;
    this.upload = new OciUpload(client.transport(), chunk);
  }

  /**
   * The result of a push.
   *
   * @param digest the name that doesn't change
   * @param sent blobs that were sent
   * @param skipped blobs that were there, or taken over from another repository
   */
  public record Pushed(Digest digest, int sent, int skipped) {}

  /**
   * Pushes an image or index.
   *
   * @param tags the names it gets; none leaves it with its digest only
   * @param from another repository of the same registry that may have its blobs
   * @param progress receives lines for people
   * @throws DistributionException if the registry doesn't take it
   * @throws RegistryException if a part is missing from the store
   */
  public Pushed push(
      ContentStore store,
      Descriptor image,
      Repository repository,
      List<String> tags,
      Optional<Repository> from,
      Consumer<String> progress)
      throws IOException {
    Count count = new Count();
    parts(store, image, repository, from, progress, count, MOST_NESTED);
    byte[] content = store.read(image.digest());
    for (String reference : tags.isEmpty() ? List.of(image.digest().toString()) : tags) {
      boolean _ = upload.manifest(repository, reference, image.mediaType(), content);
    }
    return new Pushed(image.digest(), count.sent, count.skipped);
  }

  private static final class Count {
    private int sent;
    private int skipped;
  }

  private void parts(
      ContentStore store,
      Descriptor image,
      Repository repository,
      Optional<Repository> from,
      Consumer<String> progress,
      Count count,
      int nesting)
      throws IOException {
    if (nesting == 0) {
      throw new RegistryException(image.digest() + " is an index of too many indexes");
    }
    for (Descriptor part : OciTransfer.parts(image, store)) {
      if (MediaTypes.isIndex(part.mediaType()) || MediaTypes.isManifest(part.mediaType())) {
        parts(store, part, repository, from, progress, count, nesting - 1);
        boolean _ =
            upload.manifest(
                repository, part.digest().toString(), part.mediaType(), store.read(part.digest()));
      } else {
        blob(store, part, repository, from, progress, count);
      }
    }
  }

  private void blob(
      ContentStore store,
      Descriptor part,
      Repository repository,
      Optional<Repository> from,
      Consumer<String> progress,
      Count count)
      throws IOException {
    if (!store.has(part.digest())) {
      throw new RegistryException(
          "blob " + part.digest() + " isn't in the store; bake or import the image again");
    }
    OciUpload.Outcome outcome;
    try {
      outcome = upload.blob(repository, part.digest(), store.path(part.digest()), from);
    } catch (DistributionException e) {
      Optional<String> fault =
          e.kind() == Kind.REFUSED ? store.fault(part.digest()) : Optional.empty();
      if (fault.isPresent()) {
        throw new RegistryException(fault.get(), e);
      }
      throw e;
    }
    switch (outcome) {
      case THERE -> count.skipped++;
      case MOUNTED -> {
        count.skipped++;
        progress.accept("took " + part.digest() + " over from " + from.orElseThrow());
      }
      case SENT -> {
        count.sent++;
        progress.accept("sent " + part.digest() + " (" + part.size() + " bytes)");
      }
    }
  }

  /**
   * Pushes a document about an image, such as a bill of materials, so that who has the image finds
   * it.
   *
   * @param subject the image, which the repository has
   * @param content in the store; its media type says what it is
   * @param annotations of the artifact
   */
  public Digest attach(
      ContentStore store,
      Descriptor subject,
      Descriptor content,
      Map<String, String> annotations,
      Repository repository)
      throws IOException {
    Descriptor empty = store.write(MediaTypes.EMPTY, "{}".getBytes(StandardCharsets.UTF_8));
    Manifest manifest =
        new Manifest(
            Optional.of(content.mediaType()),
            empty,
            List.of(content),
            Optional.of(new Descriptor(subject.mediaType(), subject.digest(), subject.size())),
            annotations);
    Descriptor written = OciImage.write(store, manifest);
    Count count = new Count();
    parts(store, written, repository, Optional.empty(), _ -> {}, count, 2);
    boolean tracked =
        upload.manifest(
            repository,
            written.digest().toString(),
            written.mediaType(),
            store.read(written.digest()));
    if (!tracked) {
      listed(subject.digest(), written, manifest, repository);
    }
    return written.digest();
  }

  /** A registry that keeps no track of subjects has a list of them under a tag. */
  private void listed(Digest subject, Descriptor artifact, Manifest manifest, Repository repository)
      throws IOException {
    String tag = "sha256-" + subject.hex();
    List<ReferrersIndex.Entry> entries = new ArrayList<>();
    try {
      entries.addAll(
          ReferrersIndex.read(client.document(repository, tag, MediaTypes.INDEX).content()));
    } catch (DistributionException e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
    }
    entries.removeIf(entry -> entry.descriptor().digest().equals(artifact.digest()));
    entries.add(
        new ReferrersIndex.Entry(
            artifact.withAnnotations(manifest.annotations()), manifest.artifactType().orElse("")));
    boolean _ = upload.manifest(repository, tag, MediaTypes.INDEX, ReferrersIndex.write(entries));
  }

  /**
   * What a repository has about an image.
   *
   * @return digests of artifacts by their type, in the order of the registry
   */
  public List<Referrer> referrers(Repository repository, Digest subject) throws IOException {
    byte[] index;
    try {
      index = client.referrers(repository, subject);
    } catch (DistributionException e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
      try {
        index = client.document(repository, "sha256-" + subject.hex(), MediaTypes.INDEX).content();
      } catch (DistributionException missing) {
        if (missing.kind() == Kind.NOT_FOUND) {
          return List.of();
        }
        throw missing;
      }
    }
    return ReferrersIndex.read(index).stream()
        .map(entry -> new Referrer(entry.artifactType(), entry.descriptor().digest()))
        .toList();
  }

  /** A document about an image. */
  public record Referrer(String artifactType, Digest digest) {}
}
