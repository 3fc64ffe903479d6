package dev.ingot.release.upkeep;

import dev.ingot.release.drift.DriftSettings;
import dev.ingot.release.repair.RepairSettings;
import dev.ingot.release.repave.RepaveSettings;
import dev.ingot.release.retire.RetainSettings;
import java.util.List;
import java.util.Optional;

/**
 * What is done to keep a stack as it was released.
 *
 * @param drift what may differ
 * @param repair empty if nothing is repaired
 * @param repave empty if nothing is repaved
 * @param retain which versions of images are kept, of those that a block is about; empty if none is
 *     retired
 */
public record Upkeep(
    DriftSettings drift,
    Optional<RepairSettings> repair,
    Optional<RepaveSettings> repave,
    List<RetainSettings> retain) {
  /** Nothing. */
  public static final Upkeep NONE =
      new Upkeep(DriftSettings.NONE, Optional.empty(), Optional.empty(), List.of());

  public Upkeep {
    retain = List.copyOf(retain);
  }
}
