package dev.ingot.cli.view;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.cli.view.Difference.Action;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.OutputChange;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.document.RelevantDrift;
import dev.ingot.lang.WordWrap;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Prints a plan. Rules: the recorded output of Terraform 1.11. */
public final class PlanText {
  private static final int RULE = 77;
  private static final int PIECE = 16_384;

  private final Terminal terminal;
  private final Wording wording;
  private final ChangeText changes;
  private final DifferenceText values;

  /** Prints to a terminal in these words. */
  public PlanText(Terminal terminal, Wording wording) {
    this.terminal = terminal;
    this.wording = wording;
    this.changes = new ChangeText(terminal, wording);
    this.values = new DifferenceText(terminal, wording);
  }

  /** The text of a plan, with an empty line before it; ends with a line end. */
  public String text(Plan plan) {
    StringBuilder all = new StringBuilder();
    write(plan, all::append);
    return all.toString();
  }

  /** Writes the same piece by piece: the text of a large plan is larger than the plan. */
  public void write(Plan plan, Consumer<CharSequence> pieces) {
    StringBuilder out = new StringBuilder("\n");
    write(plan, out, pieces);
    pieces.accept(out);
  }

  private static void passOn(StringBuilder out, Consumer<CharSequence> pieces) {
    if (out.length() > PIECE) {
      pieces.accept(out);
      out.setLength(0);
    }
  }

  private void write(Plan plan, StringBuilder out, Consumer<CharSequence> pieces) {
    List<ResourceChange> shown = PlanOrder.shown(plan);
    List<OutputChange> outputs = outputs(plan);
    PlanSummary summary = PlanSummary.of(plan);
    boolean empty = shown.isEmpty() && outputs.isEmpty();
    boolean drifted = drift(plan, empty, out, pieces);
    if (empty) {
      nothing(plan, drifted, out);
      return;
    }
    if (!shown.isEmpty()) {
      symbols(shown, out);
      paragraph(
          plan.errored()
              ? wording.product()
                  + " planned the following actions, but then encountered a problem:"
              : wording.product() + " will perform the following actions:",
          true,
          out);
      for (ResourceChange change : shown) {
        out.append('\n').append(changes.text(change, PlanOrder.schema(plan, change))).append('\n');
        passOn(out, pieces);
      }
      out.append('\n')
          .append(terminal.styled(Style.BOLD, "Plan:"))
          .append(' ')
          .append(summary.text())
          .append(".\n");
    }
    if (!outputs.isEmpty()) {
      outputs(plan, outputs, !shown.isEmpty(), out);
      if (shown.isEmpty()) {
        out.append('\n');
        paragraph(
            "You can apply this plan to save these new output values to the "
                + wording.product()
                + " state, without changing any real infrastructure.",
            false,
            out);
      }
    }
  }

  private void nothing(Plan plan, boolean drifted, StringBuilder out) {
    if (plan.errored()) {
      out.append(terminal.styled(Style.RED, "Planning failed."))
          .append(' ')
          .append(wording.product())
          .append(" encountered an error while generating this plan.\n");
      return;
    }
    String head = terminal.styled(Style.GREEN, "No changes.");
    switch (plan.options().mode()) {
      case REFRESH_ONLY -> {
        if (drifted) {
          paragraph(
              "This is a refresh-only plan, so "
                  + wording.product()
                  + " will not take any actions to undo these. If you were expecting these changes"
                  + " then you can apply this plan to record the updated values in the "
                  + wording.product()
                  + " state without changing any remote objects.",
              false,
              out);
        } else {
          out.append(head).append(" Your infrastructure still matches the configuration.\n\n");
          paragraph(
              wording.product()
                  + " has checked that the real remote objects still match the result of your most"
                  + " recent changes, and found no differences.",
              false,
              out);
        }
      }
      case DESTROY -> {
        out.append(head).append(" No objects need to be destroyed.\n\n");
        paragraph(
            "Either you have not created any objects yet or the existing objects were already"
                + " deleted outside of "
                + wording.product()
                + ".",
            false,
            out);
      }
      case NORMAL -> {
        if (drifted) {
          paragraph(
              "Your configuration already applies the changes detected above, so applying this"
                  + " plan will only update the "
                  + wording.product()
                  + " state to include the changes detected above and won't change any real"
                  + " infrastructure.",
              false,
              out);
        } else {
          out.append(head).append(" Your infrastructure matches the configuration.\n\n");
          paragraph(
              wording.product()
                  + " has compared your real infrastructure against your configuration and found no"
                  + " differences, so no changes are needed.",
              false,
              out);
        }
      }
    }
  }

  private boolean drift(
      Plan plan, boolean empty, StringBuilder out, Consumer<CharSequence> pieces) {
    List<ResourceChange> drift =
        switch (plan.options().mode()) {
          case REFRESH_ONLY -> PlanOrder.sorted(plan.drift());
          case NORMAL -> empty ? List.of() : PlanOrder.sorted(RelevantDrift.of(plan));
          case DESTROY -> List.of();
        };
    if (drift.isEmpty()) {
      return false;
    }
    out.append(
            terminal.styled(
                Style.CYAN, "Note: Objects have changed outside of " + wording.product()))
        .append("\n\n");
    paragraph(
        wording.product()
            + " detected the following changes made outside of "
            + wording.product()
            + " since the last \""
            + wording.program()
            + " apply\" which may have affected this plan:",
        false,
        out);
    for (ResourceChange change : drift) {
      out.append('\n').append(changes.drift(change, PlanOrder.schema(plan, change))).append('\n');
      passOn(out, pieces);
    }
    out.append("\n\n");
    if (plan.options().mode() == PlanMode.NORMAL) {
      paragraph(
          "Unless you have made equivalent changes to your configuration, or ignored the relevant"
              + " attributes using ignore_changes, the following plan may include actions to undo"
              + " or respond to these changes.",
          false,
          out);
    }
    if (!empty) {
      out.append('\n');
      rule(out);
      out.append('\n');
    }
    return true;
  }

  private void symbols(List<ResourceChange> shown, StringBuilder out) {
    Set<ChangeAction> actions =
        shown.stream().map(ResourceChange::action).collect(Collectors.toSet());
    if (actions.equals(Set.of(ChangeAction.NO_OP))) {
      return;
    }
    paragraph(
        wording.product()
            + " used the selected providers to generate the following execution plan. Resource"
            + " actions are indicated with the following symbols:",
        false,
        out);
    for (ChangeAction action :
        List.of(
            ChangeAction.CREATE,
            ChangeAction.UPDATE,
            ChangeAction.DELETE,
            ChangeAction.DELETE_THEN_CREATE,
            ChangeAction.CREATE_THEN_DELETE,
            ChangeAction.READ)) {
      if (actions.contains(action)) {
        out.append(changes.symbol(action)).append(meaning(action)).append('\n');
      }
    }
    out.append('\n');
  }

  private static String meaning(ChangeAction action) {
    return switch (action) {
      case CREATE -> "create";
      case UPDATE -> "update in-place";
      case DELETE -> "destroy";
      case DELETE_THEN_CREATE -> "destroy and then create replacement";
      case CREATE_THEN_DELETE -> "create replacement and then destroy";
      case READ -> "read (data resources)";
      case NO_OP, FORGET -> "";
    };
  }

  private static List<OutputChange> outputs(Plan plan) {
    return plan.outputs().values().stream()
        .filter(change -> change.action() != ChangeAction.NO_OP)
        .filter(change -> difference(change).action() != Action.NONE)
        .toList();
  }

  private void outputs(Plan plan, List<OutputChange> outputs, boolean separate, StringBuilder out) {
    if (separate) {
      out.append('\n');
    }
    out.append("Changes to Outputs:\n").append(outputLines(plan, outputs));
  }

  private String outputLines(Plan plan, List<OutputChange> outputs) {
    TreeMap<String, Difference> differences = new TreeMap<>(Value.KEY_ORDER);
    int width = plan.outputs().keySet().stream().mapToInt(String::length).max().orElse(0);
    for (OutputChange change : outputs) {
      differences.put(change.name(), difference(change));
    }
    StringBuilder out = new StringBuilder();
    for (var entry : differences.entrySet()) {
      out.append("  ")
          .append(values.symbol(entry.getValue().action()))
          .append(entry.getKey())
          .append(" ".repeat(width - entry.getKey().length()))
          .append(" = ")
          .append(values.text(entry.getValue(), 4, true))
          .append('\n');
    }
    return out.toString();
  }

  private static Difference difference(OutputChange change) {
    if (change.beforeSensitive() || change.afterSensitive()) {
      return Differences.of(marked(change.before()), marked(change.after()), Type.DYNAMIC);
    }
    return switch (change.action()) {
      case CREATE -> Differences.created(change.after(), Type.DYNAMIC);
      case DELETE -> Differences.deleted(change.before(), Type.DYNAMIC);
      case NO_OP, UPDATE, READ, DELETE_THEN_CREATE, CREATE_THEN_DELETE, FORGET ->
          Differences.of(change.before(), change.after(), Type.DYNAMIC);
    };
  }

  private static Value marked(Value value) {
    return value.isNull() ? value : value.marked(Marks.SENSITIVE);
  }

  /** The line between a plan and the notes below it. */
  public void rule(StringBuilder out) {
    out.append(
            terminal.styled(Style.FAINT, "─".repeat(Math.max(1, Math.min(RULE, terminal.width())))))
        .append('\n');
  }

  /**
   * A sentence of the program's own that quotes nothing, wrapped to the width of the terminal,
   * ending with a line end. Lines break where Terraform's do, so that outputs can be compared line
   * by line.
   */
  public void paragraph(String text, boolean bold, StringBuilder out) {
    String theirs = Wording.TERRAFORM.product();
    String wrapped =
        WordWrap.paragraphs(text.replace(wording.product(), theirs), terminal.width() - 1)
            .replace(theirs, wording.product());
    for (String line : wrapped.split("\n", -1)) {
      out.append(bold && terminal.color() ? terminal.styled(Style.BOLD, line) : line).append('\n');
    }
  }
}
