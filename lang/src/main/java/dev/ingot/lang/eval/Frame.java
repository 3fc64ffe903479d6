package dev.ingot.lang.eval;

import dev.ingot.lang.value.Value;
import java.util.Optional;

/**
 * A variable of a loop, or the element of a splat, inside an expression. The value changes with
 * each iteration, so that a loop needs only one frame.
 */
final class Frame {
  private final Object key;
  private final Optional<Frame> outer;
  private Value value;

  /**
   * @param key the name of a variable, or the splat's element itself
   */
  Frame(Object key, Value value, Optional<Frame> outer) {
    this.key = key;
    this.value = value;
    this.outer = outer;
  }

  Frame set(Value next) {
    value = next;
    return this;
  }

  /** The frame of a name or a splat's element, in this one or one around it. */
  static Optional<Frame> find(Optional<Frame> innermost, Object wanted) {
    Optional<Frame> current = innermost;
    while (current.isPresent()) {
      Frame frame = current.get();
      if (frame.key.equals(wanted)) {
        return current;
      }
      current = frame.outer;
    }
    return Optional.empty();
  }

  Value value() {
    return value;
  }
}
