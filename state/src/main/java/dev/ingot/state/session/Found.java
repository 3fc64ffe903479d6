package dev.ingot.state.session;

import dev.ingot.state.Environment;
import dev.ingot.state.Notice;
import dev.ingot.state.State;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.StateFormatException.Problem;
import dev.ingot.state.format.StateFile;
import dev.ingot.state.journal.Journal;
import dev.ingot.state.journal.JournalContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is there when a state is opened.
 *
 * @param snapshot the snapshot, or its backup where the snapshot is empty
 * @param digest of the snapshot's bytes
 * @param hasSnapshot whether there is one
 * @param outdated whether it should be written again
 * @param journal the journal, if there is one
 * @param recovery what the journal says
 * @param notices about the snapshot; those about the journal are in the recovery
 */
record Found(
    State snapshot,
    SnapshotDigest digest,
    boolean hasSnapshot,
    boolean outdated,
    Optional<JournalContent> journal,
    Recovery recovery,
    List<Notice> notices) {
  private static final int ATTEMPTS = 20;

  /** Reads it all; repeats while a writer is just replacing one for the other. */
  static Found in(Place place, Environment environment) {
    if (!place.journal().exists()) {
      Optional<Snapshot> snapshot = place.source().read(place.workspace());
      if (!place.journal().exists()) {
        // Whatever was written meanwhile was written after the reading: asking a store of another
        // machine once is enough.
        return of(snapshot, Optional.empty(), place, environment);
      }
    }
    for (int attempt = 1; ; attempt++) {
      Optional<String> before = place.source().version(place.workspace());
      Optional<Snapshot> snapshot = place.source().read(place.workspace());
      Optional<byte[]> journal = place.journal().read();
      if (before.equals(place.source().version(place.workspace())) || attempt == ATTEMPTS) {
        return of(snapshot, journal, place, environment);
      }
    }
  }

  private static Found of(
      Optional<Snapshot> stored, Optional<byte[]> journal, Place place, Environment environment) {
    List<Notice> notices = new ArrayList<>();
    Optional<byte[]> bytes = stored.map(Snapshot::content);
    boolean outdated = stored.filter(Snapshot::outdated).isPresent();
    Optional<byte[]> present = bytes.filter(content -> content.length > 0);
    boolean emptied = bytes.isPresent() && present.isEmpty();
    if (emptied) {
      // Programs that write in place leave this behind when they are killed.
      present = place.before().filter(content -> content.length > 0);
      present.ifPresent(content -> notices.add(emptied(place)));
    }
    State snapshot =
        present.isEmpty() ? State.EMPTY : parse(present.get(), place, environment, emptied);
    SnapshotDigest digest = SnapshotDigest.of(present);
    Optional<JournalContent> read =
        journal.map(content -> Journal.read(content, environment.cipher()));
    Recovery recovery =
        read.map(
                content ->
                    Recovery.of(snapshot, digest.hex(), content, place.journal().path().toString()))
            .orElseGet(
                () ->
                    place.source().wasHeld(place.workspace())
                        ? Recovery.missing(place.journal().path().toString())
                        : Recovery.NOTHING);
    return new Found(
        snapshot, digest, present.isPresent(), outdated, read, recovery, List.copyOf(notices));
  }

  private static Notice emptied(Place place) {
    return new Notice(
        Notice.Kind.DAMAGED,
        "Empty state file",
        "The state "
            + place.location()
            + " is empty: a program was killed while writing it. Its backup is used instead."
            + " Objects changed since the backup may exist without being managed.");
  }

  private static State parse(byte[] bytes, Place place, Environment environment, boolean backup) {
    try {
      return StateFile.read(bytes, environment.program());
    } catch (StateFormatException e) {
      if (backup) {
        throw e;
      }
      Optional<Problem> offer = offer(place, environment);
      if (offer.isEmpty()) {
        throw e;
      }
      List<Problem> problems = new ArrayList<>(e.problems());
      problems.add(offer.get());
      throw new StateFormatException(problems);
    }
  }

  private static Optional<Problem> offer(Place place, Environment environment) {
    try {
      Optional<byte[]> backup = place.before().filter(content -> content.length > 0);
      if (backup.isEmpty()) {
        return Optional.empty();
      }
      State state = StateFile.read(backup.get(), environment.program());
      return Optional.of(
          new Problem(
              "Backup available",
              "The backup beside it is intact (serial "
                  + state.serial()
                  + ", "
                  + state.instances().count()
                  + " resource instances). To continue with it, copy it over the state file."));
    } catch (StateFormatException _) {
      return Optional.empty();
    }
  }
}
