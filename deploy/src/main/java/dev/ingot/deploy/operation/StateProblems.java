package dev.ingot.deploy.operation;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Phrase;
import dev.ingot.state.Notice;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.StateLockedException;
import dev.ingot.state.StateSetupException;
import dev.ingot.state.Unresolved;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What went wrong with a state, as diagnostics. */
public final class StateProblems {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private StateProblems() {}

  /** Why a state can't be opened for changing. */
  public static List<Diagnostic> opening(StateException problem) {
    if (problem instanceof StateLockedException || problem instanceof StateFormatException) {
      return List.of(
          Diagnostic.error(
              "Error acquiring the state lock",
              Phrase.of(
                  "Error message: %s\n\n"
                      + "Ingot acquires a state lock to protect the state from being written\n"
                      + "by multiple users at the same time. Please resolve the issue above and"
                      + " try\n"
                      + "again. For most commands, you can disable locking with the"
                      + " \"-lock=false\"\n"
                      + "flag, but this is not recommended.",
                  String.valueOf(problem.getMessage()).stripTrailing())));
    }
    return reading(problem);
  }

  /** Why a state can't be read. */
  public static List<Diagnostic> reading(StateException problem) {
    if (problem instanceof StateSetupException setup) {
      return setup.problems();
    }
    if (problem instanceof StateFormatException format) {
      return format.problems().stream()
          .map(each -> Diagnostic.error(each.summary(), each.detail()))
          .toList();
    }
    return List.of(Diagnostic.error("Failed to load state", String.valueOf(problem.getMessage())));
  }

  /** Notices about how a state was found. */
  public static List<Diagnostic> notices(List<Notice> notices) {
    return notices.stream()
        .map(notice -> Diagnostic.warning(notice.summary(), notice.detail()))
        .toList();
  }

  /** Changes of an earlier process whose outcome is unknown. */
  public static List<Diagnostic> unresolved(List<Unresolved> unresolved) {
    return unresolved.stream()
        .map(
            each ->
                Diagnostic.warning(
                    "A change was interrupted and its outcome is unknown",
                    "An earlier run began to "
                        + each.intent().action().text()
                        + " "
                        + each.intent().address()
                        + " at "
                        + TIME.format(each.begun())
                        + " and ended before it could record the result."
                        + each.plannedId()
                            .map(id -> " The object was to have the id \"" + id + "\".")
                            .orElse("")
                        + " Check whether the object exists, then import or remove it."))
        .toList();
  }
}
