package dev.ingot.cli.view;

import dev.ingot.release.StackRetirement.Pass;
import dev.ingot.release.StackRetirement.Plan;
import dev.ingot.release.retire.Candidate;
import dev.ingot.release.retire.Step;
import dev.ingot.release.retire.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of versions of images, in words. */
public final class RetirementText {
  private RetirementText() {}

  /** Every version with what keeps it or why it goes, as a table. */
  public static String table(Plan plan) {
    Table table = new Table("IMAGE", "STAGE", "NEXT", "WHY");
    for (Verdict verdict : plan.verdicts()) {
      table.row(
          verdict.version().reference(),
          verdict.version().stage().word(),
          next(verdict),
          why(verdict));
    }
    StringBuilder text = new StringBuilder();
    text.append(
        table.isEmpty()
            ? "No release of this folder had an image yet, so there is nothing to retire. To name"
                + " images: retain { images = [\"NAME\"] }"
            : table.text());
    if (plan.frees() > 0) {
      text.append("\n\nOnce all that goes is deleted, ")
          .append(Table.bytes(plan.frees()))
          .append(" are free.");
    }
    plan.unknown()
        .forEach(
            name ->
                text.append("\n\nThere is no image \"")
                    .append(name)
                    .append("\", which a retain block names."));
    return text.toString();
  }

  private static String next(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Kept _ -> "kept";
      case Verdict.Due(Candidate _, Step step, String _) -> step.word();
      case Verdict.Waiting(Candidate _, Step step, Optional<Instant> at, String _) ->
          step.word() + at.map(time -> " at " + Table.time(time)).orElse(" later");
    };
  }

  private static String why(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Kept(Candidate _, List<String> reasons) -> String.join("; ", reasons);
      case Verdict.Due(Candidate _, Step _, String why) -> why;
      case Verdict.Waiting(Candidate _, Step _, var _, String why) -> why;
    };
  }

  /** What was done, a line each. */
  public static List<String> lines(Pass pass) {
    List<String> lines = new ArrayList<>();
    pass.done().forEach(due -> lines.add(line(due)));
    lines.addAll(after(pass));
    return lines;
  }

  /** One step that was made. */
  public static String line(Verdict.Due due) {
    String done =
        switch (due.step()) {
          case DEPRECATE -> "deprecated ";
          case DISABLE -> "disabled ";
          case DELETE -> "deleted ";
          case REINSTATE -> "reinstated ";
        };
    return done + due.version().reference() + ": " + due.why();
  }

  /** What is to be said of a pass besides the steps that were made, a line each. */
  public static List<String> after(Pass pass) {
    List<String> lines = new ArrayList<>();
    pass.left()
        .forEach(
            due ->
                lines.add("left " + due.version().reference() + ": something uses it meanwhile"));
    if (pass.blobs() > 0) {
      lines.add("deleted " + pass.blobs() + " unused blobs");
    }
    return lines;
  }
}
