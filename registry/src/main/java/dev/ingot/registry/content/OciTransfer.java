package dev.ingot.registry.content;

import dev.ingot.storage.Access;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Copies images with all their parts between OCI layout folders, and verifies every digest and
 * size.
 */
public final class OciTransfer {
  private static final int MAX_NESTING = 8;

  private OciTransfer() {}

  /**
   * Copies an image from another layout folder.
   *
   * @return what its {@code index.json} points at: a manifest or an index
   * @throws RegistryException if there is no such image, or a part is missing or damaged
   */
  public static Descriptor importFrom(OciLocation location, ContentStore into) {
    ContentStore from = ContentStore.at(location.folder());
    Descriptor found = locate(from, location);
    copy(found, from, into, MAX_NESTING);
    return found;
  }

  /**
   * Copies an image to another layout folder, under a name.
   *
   * @throws RegistryException if a part is missing or damaged, or the folder can't be written
   */
  public static void export(ContentStore from, Descriptor image, OciLocation location) {
    ContentStore into = ContentStore.at(location.folder(), Access.SHARED);
    copy(image, from, into, MAX_NESTING);
    into.tag(location.reference().orElse("latest"), image);
  }

  /**
   * The parts of an image: its manifest, configuration and layers, and all images of an index.
   *
   * @throws RegistryException if a manifest or index is missing or damaged
   */
  public static Set<Digest> closure(ContentStore store, Descriptor image) {
    Set<Digest> seen = new HashSet<>();
    Deque<Descriptor> pending = new ArrayDeque<>(List.of(image));
    while (!pending.isEmpty()) {
      Descriptor next = pending.pop();
      if (seen.add(next.digest())) {
        pending.addAll(parts(next, store));
      }
    }
    return seen;
  }

  /**
   * What a manifest or index consists of; nothing for anything else.
   *
   * @throws RegistryException if it is missing or damaged
   */
  public static List<Descriptor> parts(Descriptor descriptor, ContentStore store) {
    try {
      if (MediaTypes.isIndex(descriptor.mediaType())) {
        return OciJson.readIndex(store.read(descriptor.digest()));
      }
      if (MediaTypes.isManifest(descriptor.mediaType())) {
        Manifest manifest = OciJson.readManifest(store.read(descriptor.digest()));
        List<Descriptor> parts = new ArrayList<>(manifest.layers());
        parts.add(manifest.config());
        return parts;
      }
      return List.of();
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          descriptor.digest() + " isn't a valid manifest: " + e.getMessage(), e);
    }
  }

  private static Descriptor locate(ContentStore from, OciLocation location) {
    List<Descriptor> index = from.index();
    if (index.isEmpty()) {
      throw new RegistryException(
          location.folder()
              + " isn't an OCI layout folder with an image: no index.json with entries");
    }
    if (location.reference().isPresent()) {
      Map<String, Descriptor> names = from.references();
      Descriptor named = names.get(location.reference().get());
      if (named == null) {
        throw new RegistryException(
            "no image "
                + location.reference().get()
                + " in "
                + location.folder()
                + ", only "
                + names.keySet());
      }
      return named;
    }
    if (index.size() > 1) {
      throw new RegistryException(
          location.folder()
              + " holds "
              + index.size()
              + " images; name one of "
              + from.references().keySet());
    }
    return index.getFirst();
  }

  private static void copy(Descriptor image, ContentStore from, ContentStore into, int nesting) {
    if (nesting == 0) {
      throw new RegistryException(
          "refused " + image.digest() + ": indexes nested more than " + MAX_NESTING + " deep");
    }
    // Parts first, so that a manifest in the target always has its parts, even after a crash.
    for (Descriptor part : parts(image, from)) {
      copy(part, from, into, nesting - 1);
    }
    if (into.reuse(image.digest()) && into.size(image.digest()) == image.size()) {
      return;
    }
    try (InputStream in = from.open(image.digest())) {
      Descriptor _ = into.write(image, in);
    } catch (IOException e) {
      throw ContentStore.failure("copy blob " + image.digest() + " from", from.root(), e);
    }
  }
}
