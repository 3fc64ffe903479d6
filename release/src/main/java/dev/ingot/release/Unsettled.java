package dev.ingot.release;

import dev.ingot.lang.Diagnostic;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.ledger.ResolvedImage;
import dev.ingot.release.fleet.EarlierRollouts;
import dev.ingot.release.record.RecordedVariables;
import dev.ingot.release.record.ReleaseArchive;
import dev.ingot.release.record.ReleaseRecorder;
import dev.ingot.release.record.RolloutRecord;
import dev.ingot.rollout.core.Rollout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The releases since the last one that ended verified or reverted, and their recorded rollouts.
 *
 * @param releases the newest first
 * @param records the rollout records of each
 */
record Unsettled(List<Release> releases, Map<ReleaseId, RolloutRecord.Content> records) {
  Unsettled {
    releases = List.copyOf(releases);
    records = Map.copyOf(records);
  }

  /**
   * Reads them.
   *
   * @param after only releases with a greater number
   */
  static Unsettled of(ReleaseRecorder recorder, Ledger ledger, long after) {
    List<Release> releases = recorder.unsettled(after);
    Map<ReleaseId, RolloutRecord.Content> records = new LinkedHashMap<>();
    for (Release release : releases) {
      records.put(release.id(), RolloutRecord.read(ledger, release.id()));
    }
    return new Unsettled(releases, records);
  }

  /**
   * What their rollouts left.
   *
   * @param kept old machines that are still kept
   * @param returning whether one returns to them
   */
  EarlierRollouts rollouts(KeptMachines kept, boolean returning) {
    List<Rollout> all = new ArrayList<>();
    for (Release release : releases.reversed()) {
      all.addAll(record(release.id()).rollouts().values());
    }
    return new EarlierRollouts(all, kept.rollouts(), returning);
  }

  private RolloutRecord.Content record(ReleaseId release) {
    return Optional.ofNullable(records.get(release)).orElse(RolloutRecord.Content.EMPTY);
  }

  /** The states of the rollouts of a release. */
  Map<String, Rollout> rollouts(ReleaseId release) {
    return record(release).rollouts();
  }

  /** The first damaged record and its reason; empty if all are intact. */
  Optional<Damage> damage() {
    return releases.stream()
        .flatMap(
            release ->
                record(release.id()).damage().map(why -> new Damage(release.id(), why)).stream())
        .findFirst();
  }

  /** A damaged record. */
  record Damage(ReleaseId release, String why) {
    /** The warning for the user. */
    Diagnostic warning(Path ledger) {
      return Diagnostic.warning(
          "Damaged record of a rollout",
          "The record of release "
              + release.number()
              + " in "
              + ledger
              + " is damaged: "
              + why
              + ". Which machines served before its rollout is unknown, so none is destroyed until"
              + " the current ones are healthy.");
    }
  }

  /**
   * The interrupted release of the same content: the outermost one, since one that redeploys runs
   * within the one that failed.
   *
   * @param images what channels resolve to now
   */
  Optional<Release> same(
      ReleaseContent content, Map<String, ResolvedImage> images, ReleaseRecorder recorder)
      throws IOException {
    for (Release release : releases.reversed()) {
      boolean same =
          release.outcome() == ReleaseOutcome.RUNNING
              && record(release.id()).damage().isEmpty()
              && release.configurationDigest().equals(content.configuration().digest())
              && release.rollbackOf().equals(content.rollbackOf())
              && release.images().equals(images)
              && release
                  .variables()
                  .equals(RecordedVariables.recorded(content.configuration(), content.variables()));
      if (same) {
        Optional<ReleaseArchive> archive = recorder.archive(release);
        if (archive
            .filter(kept -> kept.hasSettingsOf(content.archive()))
            .filter(kept -> kept.mode() == content.archive().mode())
            .isPresent()) {
          return Optional.of(release);
        }
      }
    }
    return Optional.empty();
  }

  /** All except one and those nested in it. */
  List<Release> before(ReleaseId release) {
    return releases.stream().filter(other -> other.id().number() < release.number()).toList();
  }
}
