package dev.ingot.cli.view;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.document.EventText;
import dev.ingot.deploy.operation.ApplyOperation.Counts;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.OutputState;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;

/** Output of plan and apply for people. */
public final class OperationText implements OperationView {
  private final Terminal terminal;
  private final Wording wording;
  private final PlanText plans;
  private final DiagnosticView diagnostics;
  private final boolean automation;
  private final boolean concise;
  private final Optional<String> stateOut;

  /**
   * @param compactWarnings whether warnings are shown in one line each
   * @param automation whether to omit suggested commands, as in automation
   * @param concise whether no progress is shown
   * @param stateOut the file the state is written to, where it is another than usual
   */
  public OperationText(
      Terminal terminal,
      Wording wording,
      boolean compactWarnings,
      boolean automation,
      boolean concise,
      Optional<String> stateOut) {
    this.stateOut = stateOut;
    this.concise = concise;
    this.terminal = terminal;
    this.wording = wording;
    this.plans = new PlanText(terminal, wording);
    this.diagnostics = new DiagnosticView(terminal, wording, compactWarnings);
    this.automation = automation;
  }

  @Override
  public synchronized void on(Event event) {
    if (concise) {
      return;
    }
    for (EventText.Line line : EventText.lines(event)) {
      terminal.out().println(terminal.styled(Style.BOLD, line.subject() + ":") + " " + line.text());
    }
    terminal.out().flush();
  }

  @Override
  public synchronized void diagnostics(Collection<Diagnostic> found) {
    diagnostics.print(found);
  }

  @Override
  public synchronized void plan(Plan plan) {
    plans.write(plan, terminal.out()::append);
    terminal.out().flush();
  }

  @Override
  public synchronized void saved(Plan plan) {}

  @Override
  public synchronized void next(Optional<String> file, Optional<String> generated) {
    if (automation) {
      return;
    }
    StringBuilder out = new StringBuilder("\n");
    plans.rule(out);
    out.append('\n');
    if (generated.isPresent()) {
      plans.paragraph(
          wording.product()
              + " has generated configuration and written it to "
              + generated.get()
              + ". Please review the configuration and edit it as necessary before adding it to"
              + " version control.",
          false,
          out);
      out.append('\n');
    }
    if (file.isPresent()) {
      out.append("Saved the plan to: ").append(file.get()).append("\n\n");
      plans.paragraph(
          "To perform exactly these actions, run the following command to apply:", false, out);
      out.append("    ")
          .append(wording.program())
          .append(" apply \"")
          .append(file.get())
          .append("\"\n");
    } else {
      plans.paragraph(
          "Note: You didn't use the -out option to save this plan, so "
              + wording.product()
              + " can't guarantee to take exactly these actions if you run \""
              + wording.program()
              + " apply\" now.",
          false,
          out);
    }
    terminal.out().print(out);
    terminal.out().flush();
  }

  @Override
  public synchronized void applied(PlanMode mode, Counts counts) {
    String text =
        mode == PlanMode.DESTROY
            ? "Destroy complete! Resources: " + counts.destroyed() + " destroyed."
            : "Apply complete! Resources: "
                + (counts.imported() > 0 ? counts.imported() + " imported, " : "")
                + counts.added()
                + " added, "
                + counts.changed()
                + " changed, "
                + counts.destroyed()
                + " destroyed.";
    terminal.out().println("\n" + terminal.styled(Style.GREEN, text));
    if (mode != PlanMode.DESTROY && counts.added() + counts.changed() > 0) {
      stateOut.ifPresent(
          path ->
              terminal
                  .out()
                  .println(
                      "\nThe state of your infrastructure has been saved to the path below. This"
                          + " state\nis required to modify and destroy your infrastructure, so keep"
                          + " it safe. To\ninspect the complete state use the `"
                          + wording.program()
                          + " show` command.\n\nState path: "
                          + path));
    }
    terminal.out().flush();
  }

  @Override
  public synchronized void outputs(SortedMap<String, OutputState> outputs) {
    if (outputs.isEmpty()) {
      return;
    }
    terminal.out().println("\n" + terminal.styled(Style.GREEN, "Outputs:") + "\n");
    terminal.out().print(OutputText.all(outputs));
    terminal.out().flush();
  }

  @Override
  public synchronized void stopping() {
    terminal
        .out()
        .println(
            "\n"
                + terminal.styled(Style.YELLOW, "Interrupt received.")
                + "\nStopping as soon as the operations in progress have finished; please wait.\n"
                + "Press Ctrl-C again to end at once.\n");
    terminal.out().flush();
  }

  @Override
  public synchronized void abandoned() {
    terminal.error(
        "ended before everything had stopped. Completed changes are in the state; the next run"
            + " continues with the rest.");
  }
}
