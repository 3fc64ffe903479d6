package dev.ingot.state.session;

import dev.ingot.address.InstanceAddress;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.Notice;
import dev.ingot.state.ObjectState;
import dev.ingot.state.State;
import dev.ingot.state.StoredAttributes;
import dev.ingot.state.Unresolved;
import dev.ingot.state.WorkingState;
import dev.ingot.state.format.JsonFields;
import dev.ingot.state.journal.JournalContent;
import dev.ingot.state.journal.JournalRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a snapshot and its leftover journal say together.
 *
 * @param changes to be made to the snapshot, in order
 * @param unresolved begun and not finished
 * @param notices about it
 * @param foreign whether the journal continues another snapshot than the current one
 * @param lineage of the journal; empty if it has none
 */
record Recovery(
    List<Change> changes,
    List<Unresolved> unresolved,
    List<Notice> notices,
    boolean foreign,
    String lineage) {

  /** There is no journal. */
  static final Recovery NOTHING = new Recovery(List.of(), List.of(), List.of(), false, "");

  /** There is no journal, but there was one when the snapshot was noted last. */
  static Recovery missing(String journalName) {
    return new Recovery(
        List.of(),
        List.of(),
        List.of(
            new Notice(
                Notice.Kind.DAMAGED,
                "Missing journal",
                "The state says that its later changes are in the journal "
                    + journalName
                    + ", but that file does not exist. Objects changed since may exist without"
                    + " being managed.")),
        false,
        "");
  }

  /** Whether something was durable once and can't be read, or belongs to another state. */
  boolean isDamaged() {
    return notices.stream().anyMatch(notice -> notice.kind() == Notice.Kind.DAMAGED);
  }

  /** Says that there is something in the journal that the snapshot doesn't have. */
  Optional<Notice> recovered() {
    return Optional.of(changes.size())
        .filter(count -> count > 0)
        .map(
            count ->
                new Notice(
                    Notice.Kind.RECOVERED,
                    "Recovered changes",
                    "An earlier run was interrupted. "
                        + (count == 1 ? "1 finished change was" : count + " finished changes were")
                        + " recovered from its journal."));
  }

  /**
   * Replays a journal.
   *
   * @param digest of the snapshot; empty if there is none
   */
  static Recovery of(State snapshot, String digest, JournalContent journal, String journalName) {
    List<Notice> notices = new ArrayList<>();
    if (journal.damaged() > 0) {
      notices.add(damaged(journal, journalName));
    }
    Optional<JournalRecord.Header> header = journal.header();
    if (header.isEmpty()) {
      return headless(snapshot, digest, journal, journalName, notices);
    }
    int from = start(journal.records(), digest, header.get());
    if (from < 0 && isVoid(snapshot, journal.records(), header.get())) {
      return new Recovery(List.of(), List.of(), List.copyOf(notices), false, "");
    }
    if (from < 0) {
      return foreign(snapshot, journal, journalName, notices, header.get());
    }
    return replay(journal.records(), from, notices, header.get().lineage());
  }

  /** The index of the first record that is not in the snapshot; negative for another snapshot. */
  private static int start(
      List<JournalRecord> records, String digest, JournalRecord.Header header) {
    for (int i = records.size() - 1; i > 0; i--) {
      if (records.get(i) instanceof JournalRecord.Checkpoint(long _, String written)
          && written.equals(digest)) {
        return i + 1;
      }
    }
    return header.digest().equals(digest) ? 1 : -1;
  }

  /**
   * Whether all of a journal went into a snapshot that the present one follows: its process died
   * before it could delete it. A snapshot that was noted and then not taken by its store, because
   * another holder had written, looks the same; so no object may be missing.
   */
  private static boolean isVoid(
      State snapshot, List<JournalRecord> records, JournalRecord.Header header) {
    if (!header.lineage().equals(snapshot.lineage())
        || !(records.getLast() instanceof JournalRecord.Checkpoint(long serial, String _))
        || snapshot.serial() <= serial) {
      return false;
    }
    Recovery all = replay(records, 0, List.of(), "");
    return all.unresolved().isEmpty() && missing(snapshot, all.changes()).isEmpty();
  }

  private static Recovery replay(
      List<JournalRecord> records, int from, List<Notice> notices, String lineage) {
    List<Change> changes = new ArrayList<>();
    Map<Long, JournalRecord.Begin> open = new LinkedHashMap<>();
    for (int i = 0; i < records.size(); i++) {
      boolean due = i >= from;
      switch (records.get(i)) {
        case JournalRecord.Header _, JournalRecord.Checkpoint _ -> {}
        case JournalRecord.Begin begin -> open.put(begin.number(), begin);
        case JournalRecord.Finish(long number, List<Change> more) -> {
          open.remove(number);
          changes.addAll(due ? more : List.of());
        }
        case JournalRecord.Changes(List<Change> more) -> changes.addAll(due ? more : List.of());
      }
    }
    List<Unresolved> unresolved = open.values().stream().map(Recovery::unresolved).toList();
    return new Recovery(List.copyOf(changes), unresolved, List.copyOf(notices), false, lineage);
  }

  private static Unresolved unresolved(JournalRecord.Begin begin) {
    return new Unresolved(
        begin.number(),
        begin.intent(),
        begin.time(),
        JsonFields.text(begin.intent().planned(), "id"));
  }

  private static Notice damaged(JournalContent journal, String journalName) {
    if (journal.earlier()) {
      return new Notice(
          Notice.Kind.DAMAGED,
          "Journal of an earlier version",
          "The journal "
              + journalName
              + " was written by an earlier version of Ingot, in a form that this version cannot"
              + " read. Run any command that locks the state here with that version, such as plan:"
              + " it takes what the journal has into the state. Objects that only the journal has"
              + " are not managed otherwise.");
    }
    return new Notice(
        Notice.Kind.DAMAGED,
        "Damaged journal",
        "The journal "
            + journalName
            + " is damaged: "
            + journal.lost()
            + (journal.lost() == 1 ? " byte" : " bytes")
            + " at "
            + journal.damaged()
            + (journal.damaged() == 1 ? " place" : " places")
            + " cannot be read, the first at byte "
            + journal.firstDamage()
            + "; "
            + (journal.records().size() == 1
                ? "1 record is intact."
                : journal.records().size() + " records are intact.")
            + " Objects whose record is lost may exist without being managed. Check the disk.");
  }

  /** Without its first record a journal says nothing of where it begins. */
  private static Recovery headless(
      State snapshot,
      String digest,
      JournalContent journal,
      String journalName,
      List<Notice> notices) {
    if (journal.records().isEmpty()) {
      return new Recovery(List.of(), List.of(), List.copyOf(notices), false, "");
    }
    JournalRecord.Header unknown =
        new JournalRecord.Header(
            snapshot.lineage(), -1, digest.isEmpty() ? "?" : "", 0, java.time.Instant.EPOCH, "");
    return foreign(snapshot, journal, journalName, notices, unknown);
  }

  private static Recovery foreign(
      State snapshot,
      JournalContent journal,
      String journalName,
      List<Notice> notices,
      JournalRecord.Header header) {
    StringBuilder text =
        new StringBuilder("The journal ")
            .append(journalName)
            .append(" continues")
            .append(header.serial() < 0 ? " another state" : " the state of serial ")
            .append(header.serial() < 0 ? "" : String.valueOf(header.serial()))
            .append(", but the state there is now is of serial ")
            .append(snapshot.serial())
            .append(" and was written by another program since. The journal was set aside.");
    Recovery all = replay(journal.records(), 0, List.of(), header.lineage());
    List<String> missing = missing(snapshot, all.changes());
    if (!missing.isEmpty()) {
      text.append(
              " It has these objects, which the state does not have; they may exist without being")
          .append(" managed:");
      missing.forEach(object -> text.append("\n  - ").append(object));
    }
    for (Unresolved open : all.unresolved()) {
      text.append("\n  - ")
          .append(open.intent().address())
          .append(": ")
          .append(open.intent().action().text())
          .append(" started ")
          .append(open.begun())
          .append(", outcome unknown")
          .append(open.plannedId().map(id -> " (id " + id + ")").orElse(""));
    }
    List<Notice> more = new ArrayList<>(notices);
    more.add(new Notice(Notice.Kind.DAMAGED, "Journal of another state", text.toString()));
    return new Recovery(List.of(), List.of(), List.copyOf(more), true, "");
  }

  /** The objects a journal leaves behind that the snapshot doesn't have at their addresses. */
  private static List<String> missing(State snapshot, List<Change> changes) {
    WorkingState left = new WorkingState(State.EMPTY);
    changes.forEach(left::apply);
    State alone = left.snapshot();
    List<String> missing = new ArrayList<>();
    alone
        .instances()
        .forEach(
            address -> {
              List<ObjectState> there = objects(snapshot, address);
              for (ObjectState object : objects(alone, address)) {
                Optional<String> id = id(object);
                if (there.stream().noneMatch(stored -> id(stored).equals(id))) {
                  missing.add(
                      address + " (" + id.map(text -> "id " + text).orElse("id unknown") + ")");
                }
              }
            });
    return missing;
  }

  private static List<ObjectState> objects(State state, InstanceAddress address) {
    InstanceState instance = state.instance(address).orElse(InstanceState.EMPTY);
    List<ObjectState> objects = new ArrayList<>(instance.deposed().values());
    instance.current().ifPresent(objects::addFirst);
    return objects;
  }

  private static Optional<String> id(ObjectState object) {
    return switch (object.attributes()) {
      case StoredAttributes.Json(var value) -> JsonFields.text(value, "id");
      case StoredAttributes.Flat(var values) -> Optional.ofNullable(values.get("id"));
    };
  }
}
