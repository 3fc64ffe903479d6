package dev.ingot.library;

import dev.ingot.deploy.operation.ApplyOperation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.OutputState;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The end of an apply. Whatever it is: each change that was made is in the state. */
public sealed interface ApplyOutcome {
  /** Errors and warnings, those of planning first. */
  List<Diagnostic> diagnostics();

  /**
   * All that was planned is done, be it nothing.
   *
   * @param counts how many objects were changed
   * @param outputs of the root module
   */
  record Complete(
      ApplyOperation.Counts counts,
      SortedMap<String, OutputState> outputs,
      List<Diagnostic> diagnostics)
      implements ApplyOutcome {
    public Complete {
      outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** Some of it failed, or nothing could be planned. Applying again takes up what is left. */
  record Failed(List<Diagnostic> diagnostics) implements ApplyOutcome {
    public Failed {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** It was cancelled. Applying again takes up what is left. */
  record Cancelled(List<Diagnostic> diagnostics) implements ApplyOutcome {
    public Cancelled {
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
