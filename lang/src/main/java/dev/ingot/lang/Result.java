package dev.ingot.lang;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value, or diagnostics, or both: a result that may exist despite errors, or the reasons why
 * there is none.
 *
 * @param value empty only if there is an error
 * @param diagnostics in the order found
 */
public record Result<T>(Optional<T> value, List<Diagnostic> diagnostics) {
  public Result {
    diagnostics = List.copyOf(diagnostics);
  }

  /** A value and the diagnostics from making it. */
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
   * The value of a result that is known to have one.
   *
   * @throws NoSuchElementException if there is none
   */
  public T get() {
    return value.orElseThrow();
  }

  /** The same with the value mapped. */
  public <U> Result<U> map(Function<? super T, ? extends U> change) {
    return new Result<>(value.map(change), diagnostics);
  }
}
