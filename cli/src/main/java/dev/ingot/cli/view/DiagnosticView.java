package dev.ingot.cli.view;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.DiagnosticFormat;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.EnclosingBlocks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prints diagnostics: errors to standard error, warnings to standard output, in the order of
 * places. Warnings of one kind are shown once, with their number.
 */
public final class DiagnosticView {
  private static final Comparator<Diagnostic> ORDER =
      Comparator.comparing((Diagnostic diagnostic) -> diagnostic.isError())
          .thenComparing(diagnostic -> diagnostic.subject().isPresent())
          .thenComparing(diagnostic -> file(diagnostic.subject()))
          .thenComparing(diagnostic -> diagnostic.subject().map(SourceRange::start).orElse(0))
          .thenComparing(diagnostic -> diagnostic.subject().map(SourceRange::end).orElse(0));

  private final Terminal terminal;
  private final Wording wording;
  private final boolean compactWarnings;
  private final boolean framed;

  /** A view that shows warnings in full. */
  public DiagnosticView(Terminal terminal, Wording wording) {
    this(terminal, wording, false);
  }

  /**
   * @param compactWarnings whether warnings are shown by their first lines only, where there are no
   *     errors
   */
  public DiagnosticView(Terminal terminal, Wording wording, boolean compactWarnings) {
    this(terminal, wording, compactWarnings, false);
  }

  private DiagnosticView(
      Terminal terminal, Wording wording, boolean compactWarnings, boolean framed) {
    this.terminal = terminal;
    this.wording = wording;
    this.compactWarnings = compactWarnings;
    this.framed = framed;
  }

  /**
   * A view for the commands in which Terraform puts a whole diagnostic in its colour once more,
   * with a line end of its own.
   */
  public static DiagnosticView framed(Terminal terminal, Wording wording) {
    return new DiagnosticView(terminal, wording, false, !wording.own());
  }

  private static String file(Optional<SourceRange> place) {
    return place.map(range -> range.file().name()).orElse("");
  }

  /** The same diagnostics in the order they are shown in. */
  public static List<Diagnostic> sorted(Collection<Diagnostic> diagnostics) {
    return diagnostics.stream().sorted(ORDER).toList();
  }

  /** Prints all. */
  public void print(Collection<Diagnostic> diagnostics) {
    if (diagnostics.isEmpty()) {
      return;
    }
    // Terraform says what is wrong with every instance and element, however alike.
    Collection<Diagnostic> said = wording.own() ? new LinkedHashSet<>(diagnostics) : diagnostics;
    List<Diagnostic> sorted = sorted(said).stream().map(wording::told).toList();
    boolean compact = compactWarnings && sorted.stream().noneMatch(Diagnostic::isError);
    if (compact) {
      compact(sorted);
    } else {
      DiagnosticFormat format =
          new DiagnosticFormat(
              new DiagnosticFormat.Style(terminal.color(), wording.carets(), terminal.width()),
              new EnclosingBlocks());
      for (Diagnostic diagnostic : consolidated(sorted)) {
        String text = framed ? frame(diagnostic, format) : format.text(diagnostic);
        if (diagnostic.isError()) {
          terminal.out().flush();
          terminal.err().print(text);
          terminal.err().flush();
        } else {
          terminal.out().print(text);
        }
      }
    }
    terminal.flush();
  }

  private String frame(Diagnostic diagnostic, DiagnosticFormat format) {
    if (!terminal.color()) {
      return format.text(diagnostic) + "\n";
    }
    return (diagnostic.isError() ? "\u001b[31m" : "\u001b[33m")
        + format.text(diagnostic)
        + "\u001b[0m\u001b[0m\n";
  }

  private void compact(List<Diagnostic> warnings) {
    StringBuilder text = new StringBuilder();
    text.append('\n').append(terminal.styled(Terminal.Style.YELLOW, "Warnings:")).append("\n\n");
    for (Diagnostic warning : consolidated(warnings)) {
      text.append("- ").append(warning.summary()).append('\n');
      warning
          .subject()
          .ifPresent(
              place ->
                  text.append("  on ")
                      .append(place.file().name())
                      .append(" line ")
                      .append(place.startPosition().line())
                      .append('\n'));
    }
    text.append("\nTo see the full warning notes, run ")
        .append(wording.product())
        .append(" without -compact-warnings.\n");
    terminal.out().print(text);
  }

  /** Warnings with the same summary become one that says how many more there are. */
  private static List<Diagnostic> consolidated(List<Diagnostic> diagnostics) {
    Map<String, Integer> more = new LinkedHashMap<>();
    List<Diagnostic> first = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      if (diagnostic.isError() || diagnostic.subject().isEmpty() || diagnostic.separate()) {
        first.add(diagnostic);
      } else if (more.merge(diagnostic.summary(), 1, Integer::sum) == 1) {
        first.add(diagnostic);
      }
    }
    return first.stream()
        .map(
            diagnostic -> {
              int count = more.getOrDefault(diagnostic.summary(), 1) - 1;
              return count < 1 || diagnostic.isError() || diagnostic.subject().isEmpty()
                  ? diagnostic
                  : diagnostic.texts(
                      diagnostic.summary(),
                      diagnostic.detail()
                          + "\n\n(and "
                          + (count == 1
                              ? "one more similar warning"
                              : count + " more similar warnings")
                          + " elsewhere)");
            })
        .toList();
  }
}
