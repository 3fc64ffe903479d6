package dev.ingot.deploy.evaluation;

import dev.ingot.lang.Diagnostic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The order of diagnostics that several threads found: by place, those without one last. */
public final class DiagnosticOrder {
  private static final Comparator<Diagnostic> ORDER =
      Comparator.comparing((Diagnostic each) -> each.subject().isEmpty())
          .thenComparing(each -> each.subject().map(range -> range.file().name()).orElse(""))
          .thenComparing(each -> each.subject().map(range -> range.start()).orElse(0))
          .thenComparing(Diagnostic::summary)
          .thenComparing(Diagnostic::detail);

  private DiagnosticOrder() {}

  /** The same in order. */
  public static List<Diagnostic> sorted(List<Diagnostic> found) {
    List<Diagnostic> sorted = new ArrayList<>(found);
    sorted.sort(ORDER);
    return sorted;
  }
}
