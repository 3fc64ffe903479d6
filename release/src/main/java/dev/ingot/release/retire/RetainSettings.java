package dev.ingot.release.retire;

import java.time.Duration;
import java.util.Set;

/**
 * The {@code retain} block: which versions of images are kept.
 *
 * @param versions how many usable versions of a bucket are kept, the newest
 * @param age how old a version must be before it is retired
 * @param releases how many verified releases of each stack one can roll back to
 * @param delay the time between deprecating, disabling and deleting a version
 * @param maxShare the largest share of a bucket's versions, from above 0 to 1, that may be on their
 *     way out at once; if more would be, none is touched, since the cause is more likely a mistake
 * @param protectedLabels versions with one of these labels are kept
 */
public record RetainSettings(
    int versions,
    Duration age,
    int releases,
    Duration delay,
    double maxShare,
    Set<String> protectedLabels) {
  /** What a block without attributes says. */
  public static final RetainSettings USUAL =
      new RetainSettings(5, Duration.ofDays(90), 10, Duration.ofDays(7), 0.25, Set.of("protected"));

  public RetainSettings {
    protectedLabels = Set.copyOf(protectedLabels);
  }
}
