package dev.ingot.cli.view;

import dev.ingot.release.ReleaseResult;
import dev.ingot.release.StackUpkeep;
import dev.ingot.release.Survey;
import dev.ingot.release.UpkeepEvent;
import dev.ingot.release.drift.Finding;
import dev.ingot.release.repave.Rebuild;
import dev.ingot.release.repave.Repave;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What upkeep found and did, in words. */
public final class UpkeepText {
  private UpkeepText() {}

  /** What has drifted, as a table. */
  public static String drift(Survey survey) {
    if (survey.running().isEmpty()) {
      return "Nothing is running: no release of this folder has been verified.";
    }
    long release = survey.running().get().id().number();
    if (survey.findings().isEmpty()) {
      return "No drift: "
          + counted(survey.machines().size(), "machine")
          + " and everything else run as release "
          + release
          + " describes them.";
    }
    Table table = new Table("INSTANCE", "DRIFT", "SINCE", "WHAT");
    for (Finding finding : survey.findings()) {
      table.row(
          finding.address().toString(),
          finding.reason().word(),
          finding.since().map(Table::time).orElse(""),
          finding.detail());
    }
    return table.text()
        + "\n\n"
        + counted(survey.findings().size(), "difference")
        + " from release "
        + release
        + ".";
  }

  /** What a repave does and what it leaves for later, as a table after what is baked again. */
  public static String repave(StackUpkeep.RepavePlan plan) {
    List<String> parts = new ArrayList<>();
    if (plan.images().isDue()) {
      parts.add(sentence(rebuilding(plan.images())) + ".");
    }
    if (!plan.images().waiting().isEmpty()) {
      parts.add(sentence(waiting(plan.images().waiting())) + ".");
    }
    parts.add(machines(plan.machines()));
    return String.join("\n", parts);
  }

  private static String sentence(String line) {
    return Character.toUpperCase(line.charAt(0)) + line.substring(1);
  }

  private static String rebuilding(Rebuild.Decision decision) {
    return "baking again: "
        + (decision.now().isEmpty()
            ? "all images, by schedule"
            : decision.now().stream()
                .map(one -> one.bucket() + " (" + one.reason().word() + ": " + one.detail() + ")")
                .collect(Collectors.joining(", ")));
  }

  private static String waiting(List<Rebuild.Waiting> waiting) {
    return waiting.stream()
        .map(
            one ->
                one.wanted().detail()
                    + (one.times() == 0
                        ? ""
                        : ", also after it was baked again" + often(one.times()))
                    + (one.failures() == 0 ? "" : "; baking it failed" + often(one.failures()))
                    + "; next bake at "
                    + Table.time(one.until()))
        .collect(Collectors.joining("; "));
  }

  private static String often(int times) {
    return times == 1 ? "" : " " + times + " times";
  }

  private static String machines(Repave.Decision decision) {
    if (decision.now().isEmpty() && decision.waiting().isEmpty()) {
      return "No machine is due to be replaced.";
    }
    Table table = new Table("INSTANCE", "WHY", "DUE SINCE", "WHEN");
    for (Repave.Choice choice : decision.now()) {
      table.row(
          choice.due().address().toString(),
          why(choice.due()),
          Table.time(choice.due().since()),
          choice.overdue() ? "now: its deadline has passed" : "now");
    }
    for (Repave.Waiting waiting : decision.waiting()) {
      table.row(
          waiting.due().address().toString(),
          why(waiting.due()),
          Table.time(waiting.due().since()),
          waiting.until().map(Table::time).orElse("later") + ": " + waiting.why());
    }
    return table.text();
  }

  private static String why(Repave.Due due) {
    return due.reason().word() + " (" + due.detail() + ")";
  }

  /** One line for a log; empty for what is not worth one. */
  public static String line(UpkeepEvent event) {
    return switch (event) {
      case UpkeepEvent.Surveyed(Survey survey) -> surveyed(survey);
      case UpkeepEvent.Repairing(List<Finding> findings) ->
          "repairing "
              + findings.stream()
                  .map(one -> one.address() + " (" + one.reason().word() + ")")
                  .collect(Collectors.joining(", "));
      case UpkeepEvent.RepairWaits(var until, String why) ->
          "repair waits"
              + until.map(at -> " until " + at).orElse(", to be resumed by ingot watch -resume")
              + ": "
              + why;
      case UpkeepEvent.Paused(String why) ->
          "paused: "
              + why
              + ". Run ingot up or ingot rollback, or let it go on with ingot watch -resume.";
      case UpkeepEvent.Finishing(String subject) ->
          "finishing the replacement of " + subject + ", which was interrupted";
      case UpkeepEvent.Rebuilding(Rebuild.Decision decision) -> rebuilding(decision);
      case UpkeepEvent.RebuildWaits(List<Rebuild.Waiting> waiting) -> waiting(waiting);
      case UpkeepEvent.Repaving(Repave.Decision decision) -> repaving(decision);
      case UpkeepEvent.Ended(ReleaseResult result) ->
          result.isSuccess()
              ? "done"
              : result.outcome().word() + (result.reason().isEmpty() ? "" : ": " + result.reason());
    };
  }

  private static String surveyed(Survey survey) {
    if (survey.running().isEmpty()) {
      return "nothing is running";
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    survey.findings().forEach(one -> counts.merge(one.reason().word(), 1, Integer::sum));
    return counts.isEmpty()
        ? ""
        : "drift: "
            + counts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
  }

  private static String repaving(Repave.Decision decision) {
    String next = decision.next().map(Instant::toString).map(at -> ", next at " + at).orElse("");
    return decision.now().isEmpty()
        ? "repave: " + decision.waiting().size() + " due, none now" + next
        : "replacing "
            + decision.now().stream()
                .map(one -> one.due().address() + " (" + one.due().reason().word() + ")")
                .collect(Collectors.joining(", "))
            + (decision.waiting().isEmpty()
                ? ""
                : "; " + decision.waiting().size() + " wait" + next);
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
