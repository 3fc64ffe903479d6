package dev.ingot.registry.distribution;

import dev.ingot.registry.content.BlobWriter;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.Manifest;
import dev.ingot.registry.content.MediaTypes;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.registry.distribution.DistributionException.Kind;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pulls images into a content store. Every part is checked against its digest and size before it is
 * in the store; parts that are there aren't pulled again.
 *
 * @param mirrors asked before the registries themselves
 */
public record ImagePull(OciClient client, Mirrors mirrors) {
  private static final String ACCEPT =
      String.join(
          ", ",
          MediaTypes.INDEX,
          MediaTypes.MANIFEST,
          MediaTypes.DOCKER_INDEX,
          MediaTypes.DOCKER_MANIFEST);
  private static final int MOST_NESTED = 3;
  private static final int MOST_LAYERS = 1024;

  /**
   * Pulls an image.
   *
   * @param platform chooses from an index
   * @param progress receives lines for people
   * @return the image, whole in the store
   * @throws DistributionException if no place gives it
   * @throws RegistryException if it is no image, or the store can't be written
   */
  public OciImage pull(
      ImageReference reference, Platform platform, ContentStore store, Consumer<String> progress)
      throws IOException {
    Optional<OciImage> there =
        reference.digest().flatMap(digest -> stored(store, digest, platform));
    if (there.isPresent()) {
      return there.get();
    }
    Optional<DistributionException> first = Optional.empty();
    List<Repository> places = mirrors.of(reference.repository());
    for (Repository place : places) {
      try {
        return from(place, reference.selector(), platform, store, progress);
      } catch (DistributionException e) {
        if (places.size() > 1) {
          progress.accept(e.getMessage() + "; trying the next place");
        }
        // What the registry itself says counts more than a mirror's problem.
        first = Optional.of(e);
      }
    }
    throw first.orElseThrow();
  }

  /** The image with a digest, if all of it is in the store. */
  private static Optional<OciImage> stored(ContentStore store, Digest digest, Platform platform) {
    if (!store.reuse(digest)) {
      return Optional.empty();
    }
    try {
      OciImage image = OciImage.read(store, digest, platform);
      return has(store, image.manifest().config())
              && image.manifest().layers().stream().allMatch(layer -> has(store, layer))
          ? Optional.of(image)
          : Optional.empty();
    } catch (RegistryException e) {
      // Not whole, or damaged: it is pulled again.
      return Optional.empty();
    }
  }

  private static boolean has(ContentStore store, Descriptor part) {
    return store.reuse(part.digest()) && store.size(part.digest()) == part.size();
  }

  private OciImage from(
      Repository place,
      String selector,
      Platform platform,
      ContentStore store,
      Consumer<String> progress)
      throws IOException {
    List<OciClient.Document> documents = new ArrayList<>();
    OciClient.Document document = client.document(place, selector, ACCEPT);
    documents.add(document);
    for (int nested = 0; ; nested++) {
      Optional<Descriptor> chosen = OciImage.choose(document.content(), platform);
      if (chosen.isEmpty()) {
        break;
      }
      if (nested == MOST_NESTED) {
        throw refused(place, selector, "it is an index of indexes of indexes; name an image");
      }
      document = client.document(place, chosen.get().digest().toString(), ACCEPT);
      documents.add(document);
    }
    Manifest manifest = OciImage.parseManifest(document.digest(), document.content());
    check(place, selector, manifest);
    pull(place, manifest.config(), store);
    int number = 0;
    for (Descriptor layer : manifest.layers()) {
      number++;
      if (!has(store, layer)) {
        progress.accept(
            "pulling layer "
                + number
                + " of "
                + manifest.layers().size()
                + " from "
                + place
                + " ("
                + megabytes(layer.size())
                + ")");
        pull(place, layer, store);
      }
    }
    // Parts first, so that a manifest in the store always has its parts, even after a crash.
    for (OciClient.Document each : documents.reversed()) {
      Descriptor _ = store.write(each.mediaType(), each.content());
    }
    return OciImage.read(store, document.digest());
  }

  private static void check(Repository place, String selector, Manifest manifest)
      throws DistributionException {
    String config = manifest.config().mediaType();
    if (!config.equals(MediaTypes.CONFIG) && !config.equals(MediaTypes.DOCKER_CONFIG)) {
      throw refused(
          place, selector, "it is no image, but an artifact whose configuration is " + config);
    }
    if (manifest.config().size() > ContentStore.MAX_DOCUMENT) {
      throw refused(
          place, selector, "its configuration has " + manifest.config().size() + " bytes");
    }
    if (manifest.layers().size() > MOST_LAYERS) {
      throw refused(place, selector, "it has more than " + MOST_LAYERS + " layers");
    }
  }

  private static DistributionException refused(Repository place, String selector, String why) {
    return new DistributionException(
        Kind.REFUSED, place + " " + selector + " can't be used: " + why, "");
  }

  private void pull(Repository place, Descriptor part, ContentStore store) throws IOException {
    if (has(store, part)) {
      return;
    }
    try (BlobWriter writer = store.writer(part.mediaType())) {
      client.download(place, part.digest().toString(), part.size(), writer);
      try {
        Descriptor _ = writer.commit(part.digest());
      } catch (RegistryException e) {
        DistributionException damaged = Transport.damaged(place, part.digest().toString());
        damaged.initCause(e);
        throw damaged;
      }
    }
  }

  private static String megabytes(long bytes) {
    return bytes < 1 << 20 ? (bytes + 1023) / 1024 + " KiB" : (bytes >> 20) + " MiB";
  }
}
