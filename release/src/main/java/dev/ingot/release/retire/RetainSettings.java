package dev.ingot.release.retire;

import java.time.Duration;
import java.util.Set;

/**
 * A {@code retain} block: which versions of images are kept.
 *
 * @param images the buckets it is about; empty for all whose images releases of the stack had
 * @param versions how many versions of a bucket are kept whatever their age, the newest
 * @param age how old a version must be before it is retired
 * @param releases how many verified releases of each stack one can roll back to
 * @param delay the time between deprecating, disabling and deleting a version
 * @param maxShare the largest share of a bucket's versions, from above 0 to 1, that may be on their
 *     way out at once; one always may
 * @param protectedLabels versions with one of these labels are kept
 */
public record RetainSettings(
    Set<String> images,
    int versions,
    Duration age,
    int releases,
    Duration delay,
    double maxShare,
    Set<String> protectedLabels) {
  /** What a block without attributes says. */
  public static final RetainSettings USUAL =
      new RetainSettings(
          Set.of(), 5, Duration.ofDays(90), 10, Duration.ofDays(7), 0.25, Set.of("protected"));

  public RetainSettings {
    images = Set.copyOf(images);
    protectedLabels = Set.copyOf(protectedLabels);
  }
}
