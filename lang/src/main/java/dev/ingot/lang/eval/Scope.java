package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What names mean where an expression is evaluated.
 *
 * <p>A scope resolves a traversal as far as its names are its own: {@code aws_instance.web[0].id}
 * may be resolved up to {@code aws_instance.web[0]}, so that only this one instance is loaded; the
 * evaluator takes the remaining steps on the value. An index whose key is an expression is
 * evaluated first and offered as a literal step.
 */
public interface Scope {
  /**
   * Resolves the beginning of a traversal.
   *
   * @return empty when the root name is not known here at all; the evaluator then says so. A known
   *     root with a wrong continuation reports an error and gives unknown, with all steps consumed.
   */
  Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics);

  /**
   * @param value the value of the root and the first {@code steps} steps
   * @param steps how many steps were consumed
   */
  record Resolved(Value value, int steps) {}

  /** The root names known here, for suggestions. */
  List<String> names();

  /** The functions that can be called. */
  Functions functions();

  /** What functions may look at. */
  Environment environment();

  /** Functions by name. */
  interface Functions {
    /** The function of a name, with or without {@code core::}, or of a provider. */
    Optional<Function> find(String name);

    /** All names, for suggestions. */
    List<String> names();
  }

  /** A function as the evaluator calls it. */
  interface Function {
    /** Applies it; argument errors are reported at the ranges given. */
    Value call(Call call, Diagnostics diagnostics);
  }

  /**
   * A call being evaluated.
   *
   * @param arguments evaluated, with marks
   * @param argumentRanges where each is written
   * @param nameRange where the function is named
   * @param range the whole call
   */
  record Call(
      String name,
      List<Value> arguments,
      List<SourceRange> argumentRanges,
      SourceRange nameRange,
      SourceRange range,
      Scope scope) {
    public Call {
      arguments = List.copyOf(arguments);
      argumentRanges = List.copyOf(argumentRanges);
    }
  }

  /**
   * The world outside as functions see it.
   *
   * @param baseFolder what relative paths of file functions are relative to
   * @param home the home folder, for {@code pathexpand}
   * @param clock for {@code timestamp}
   * @param random for {@code uuid} and {@code bcrypt}
   * @param purelyPlanning whether functions that change with time give unknown ({@code timestamp},
   *     {@code uuid})
   */
  record Environment(
      Path baseFolder,
      Path home,
      java.time.Clock clock,
      java.util.random.RandomGenerator random,
      boolean purelyPlanning) {}
}
