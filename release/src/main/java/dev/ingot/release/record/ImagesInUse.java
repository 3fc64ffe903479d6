package dev.ingot.release.record;

import dev.ingot.address.ResourceMode;
import dev.ingot.ledger.ResolvedImage;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Version;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.State;
import dev.ingot.state.StoredAttributes;
import dev.ingot.storage.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which versions the {@code ingot_image} data sources of a state were resolved to. */
public final class ImagesInUse {
  /** The type of the data sources. */
  public static final String TYPE = "ingot_image";

  /** The name under which a release keeps all images it was made from. */
  public static final String ATTACHMENT = "images";

  private static final List<String> NAMES = List.of("id", "digest", "image_id");

  private ImagesInUse() {}

  /**
   * The images by {@code bucket:channel}; those named by their version alone are left out, since
   * they cannot move.
   */
  public static SortedMap<String, ResolvedImage> in(State state) {
    SortedMap<String, ResolvedImage> images = new TreeMap<>();
    state
        .instances()
        .filter(address -> address.resource().mode() == ResourceMode.DATA)
        .filter(address -> address.resource().type().equals(TYPE))
        .forEach(
            address ->
                state
                    .instance(address)
                    .flatMap(InstanceState::current)
                    .ifPresent(object -> read(object, images)));
    return images;
  }

  private static void read(ObjectState object, SortedMap<String, ResolvedImage> images) {
    if (!(object.attributes() instanceof StoredAttributes.Json(var raw))) {
      return;
    }
    Optional<String> bucket = StoredText.attribute(raw.text(), "bucket");
    Optional<String> channel = StoredText.attribute(raw.text(), "channel");
    Optional<String> digest = StoredText.attribute(raw.text(), "digest");
    if (bucket.isPresent() && channel.isPresent() && digest.isPresent()) {
      images.put(
          bucket.get() + ":" + channel.get(),
          new ResolvedImage(digest.get(), StoredText.attribute(raw.text(), "version").orElse("")));
    }
  }

  /** Every name that those of a state have, also the ones named by their version alone. */
  public static List<String> names(State state) {
    List<String> names = new ArrayList<>();
    state
        .instances()
        .filter(address -> address.resource().mode() == ResourceMode.DATA)
        .filter(address -> address.resource().type().equals(TYPE))
        .flatMap(address -> state.instance(address).flatMap(InstanceState::current).stream())
        .forEach(
            object -> {
              if (object.attributes() instanceof StoredAttributes.Json(var raw)) {
                for (String name : NAMES) {
                  StoredText.attribute(raw.text(), name)
                      .filter(text -> !text.isEmpty())
                      .ifPresent(names::add);
                }
              }
            });
    return names;
  }

  /** {@code hello v1 (sha256:…)}, or only the digest if the registry does not know it. */
  public static String describe(Registry registry, String digest) {
    Optional<Version> version =
        Digest.find(digest)
            .flatMap(known -> registry.versions().withDigest(known).stream().findFirst());
    return version.map(one -> one.label() + " ").orElse("") + "(" + shortened(digest) + ")";
  }

  private static String shortened(String digest) {
    return digest.length() > 19 ? digest.substring(0, 19) + "…" : digest;
  }

  /** The bucket of an image. */
  public static String bucket(Registry registry, String digest) {
    return Digest.find(digest)
        .flatMap(known -> registry.versions().withDigest(known).stream().findFirst())
        .map(Version::bucket)
        .orElse("image");
  }

  /** The digests to hold channels at. */
  public static Map<String, String> held(Map<String, ResolvedImage> images) {
    Map<String, String> held = new TreeMap<>();
    images.forEach(
        (reference, image) ->
            held.put(reference, image.digest().isEmpty() ? image.version() : image.digest()));
    return held;
  }
}
