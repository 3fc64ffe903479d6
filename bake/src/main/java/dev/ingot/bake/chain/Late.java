package dev.ingot.bake.chain;

import dev.ingot.bake.StepException;
import dev.ingot.lang.value.Value;
import java.util.Map;

/**
 * A block whose arguments use values that only a running build has, such as {@code build.Host}: it
 * is checked with placeholders, and prepared again right before it runs.
 *
 * @param <T> what it becomes
 */
@FunctionalInterface
public interface Late<T> {
  /**
   * Prepares it again.
   *
   * @param values of the machine, by the names of {@code build.NAME}
   * @throws StepException when its arguments are wrong with these values
   */
  T with(Map<String, Value> values) throws StepException;
}
