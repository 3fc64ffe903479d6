package dev.ingot.registry.content;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parts of an image or artifact, as in the OCI image specification 1.1.
 *
 * @param artifactType its type, if it isn't an image
 * @param config its configuration
 * @param layers its layers, the lowest first
 * @param subject the manifest it refers to, such as the one a signature signs
 * @param annotations sorted
 */
public record Manifest(
    Optional<String> artifactType,
    Descriptor config,
    List<Descriptor> layers,
    Optional<Descriptor> subject,
    Map<String, String> annotations) {
  /** Copies the collections. */
  public Manifest {
    layers = List.copyOf(layers);
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /** An image's manifest. */
  public static Manifest ofImage(
      Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {
    return new Manifest(Optional.empty(), config, layers, Optional.empty(), annotations);
  }
}
