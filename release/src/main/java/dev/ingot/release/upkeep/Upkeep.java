package dev.ingot.release.upkeep;

import dev.ingot.release.drift.DriftSettings;
import dev.ingot.release.repair.RepairSettings;
import dev.ingot.release.repave.RepaveSettings;
import java.util.Optional;

/**
 * What is done to keep a stack as it was released.
 *
 * @param drift what may differ
 * @param repair empty if nothing is repaired
 * @param repave empty if nothing is repaved
 */
public record Upkeep(
    DriftSettings drift, Optional<RepairSettings> repair, Optional<RepaveSettings> repave) {
  /** Nothing. */
  public static final Upkeep NONE =
      new Upkeep(DriftSettings.NONE, Optional.empty(), Optional.empty());
}
