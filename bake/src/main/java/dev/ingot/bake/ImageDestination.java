package dev.ingot.bake;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The destination of an image.
 *
 * @param bucket of the registry
 * @param description of the image; may be empty
 * @param labels of the image, beside those of its configuration
 */
public record ImageDestination(
    String bucket, String description, SortedMap<String, String> labels) {
  public ImageDestination {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
