package dev.ingot.cli.view;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.lang.ControlCharacters;
import java.util.List;
import java.util.function.UnaryOperator;

/** Prints the progress of a bake, each line prefixed with its build, as Packer does. */
public final class BakeText {
  private final Terminal terminal;
  private final UnaryOperator<String> line;

  public BakeText(Terminal terminal) {
    this(terminal, text -> text);
  }

  /**
   * @param line transforms each line before it is printed
   */
  public BakeText(Terminal terminal, UnaryOperator<String> line) {
    this.terminal = terminal;
    this.line = line;
  }

  /** Prints one event. */
  public void print(BakeEvent event) {
    String build = event.build().name();
    switch (event) {
      case BakeEvent.Started _ -> {}
      case BakeEvent.Reused(var _, String step, long size) ->
          heading(build, step + terminal.styled(Style.FAINT, "  reused" + bytes(size)));
      case BakeEvent.StepStarted(var _, String step) -> heading(build, step);
      case BakeEvent.StepFinished(var _, String step, long size, var took) ->
          plain(build, "done in " + Table.duration(took) + bytes(size));
      case BakeEvent.StepFailed(var _, String step, String message) ->
          plain(
              build, terminal.styled(Style.YELLOW, ControlCharacters.shown(step + ": " + message)));
      case BakeEvent.Output(var _, var _, String line) -> plain(build, line);
      case BakeEvent.Note(var _, String text) -> plain(build, ControlCharacters.shown(text));
      case BakeEvent.Finished(var _, BuildOutcome outcome) -> finished(build, outcome);
    }
  }

  private void finished(String build, BuildOutcome outcome) {
    switch (outcome) {
      case BuildOutcome.Unchanged(var _, var version, var took) ->
          heading(
              build,
              "unchanged: "
                  + version.reference()
                  + " already exists ("
                  + Table.duration(took)
                  + ")");
      case BuildOutcome.Baked baked -> {
        heading(
            build,
            "baked "
                + baked.version().reference()
                + " in "
                + Table.duration(baked.took())
                + layers(baked.layers())
                + (baked.resumed() ? ", resuming an interrupted bake" : ""));
      }
      case BuildOutcome.Provisioned(var _, var took) ->
          heading(build, "provisioned in " + Table.duration(took) + "; no image is made of it");
      case BuildOutcome.Failed _ -> heading(build, terminal.styled(Style.RED, "failed"));
      case BuildOutcome.Cancelled _ -> heading(build, terminal.styled(Style.YELLOW, "cancelled"));
    }
  }

  /** Images of other platforms have none. */
  private static String layers(List<BuildOutcome.BakedLayer> layers) {
    if (layers.isEmpty()) {
      return "";
    }
    long reused = layers.stream().filter(BuildOutcome.BakedLayer::reused).count();
    return ": " + layers.size() + " layers, " + reused + " reused";
  }

  private void heading(String build, String text) {
    terminal.line(line.apply(terminal.styled(Style.GREEN, "==> " + build + ":") + " " + text));
  }

  private void plain(String build, String text) {
    terminal.line(line.apply("    " + build + ": " + text));
  }

  private static String bytes(long size) {
    return size == 0 ? "" : ", " + Table.bytes(size);
  }
}
