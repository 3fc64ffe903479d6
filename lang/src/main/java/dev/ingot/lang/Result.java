package dev.ingot.lang;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value, or diagnostics, or both: what could be made even where there are errors, or why nothing
 * could be.
 *
 * @param value empty only where there is an error
 * @param diagnostics in the order found
 */
public record Result<T>(Optional<T> value, List<Diagnostic> diagnostics) {
  public Result {
    diagnostics = List.copyOf(diagnostics);
  }

  /** A value, and what was found while making it. */
  public static <T> Result<T> of(T value, List<Diagnostic> diagnostics) {
    return new Result<>(Optional.of(value), diagnostics);
  }

  /**
   * No value.
   *
   * @param diagnostics why, at least one of them an error
   */
  public static <T> Result<T> failed(List<Diagnostic> diagnostics) {
    return new Result<>(Optional.empty(), diagnostics);
  }

  /** Whether there are errors. */
  public boolean hasErrors() {
    return Diagnostic.anyError(diagnostics);
  }

  /**
   * The value of a result that always has one, or is known not to have failed.
   *
   * @throws NoSuchElementException where there is none
   */
  public T get() {
    return value.orElseThrow();
  }

  /** The same with the value made into another. */
  public <U> Result<U> map(Function<? super T, ? extends U> change) {
    return new Result<>(value.map(change), diagnostics);
  }
}
