package dev.ingot.provider;

import dev.ingot.graph.Cancellation;
import java.time.Duration;
import java.util.Optional;

/**
 * The context of one call of a provider.
 *
 * @param cancellation asks the call to end early; it then returns what it has done so far
 * @param timeout the time limit of the call; empty for none
 */
public record CallContext(Cancellation cancellation, Optional<Duration> timeout) {
  /** A call that is neither cancelled nor limited. */
  public static CallContext unlimited() {
    return new CallContext(new Cancellation(), Optional.empty());
  }

  /** A call that can be cancelled. */
  public static CallContext cancelledBy(Cancellation cancellation) {
    return new CallContext(cancellation, Optional.empty());
  }

  /** The same call with a limit. */
  public CallContext within(Duration limit) {
    return new CallContext(cancellation, Optional.of(limit));
  }
}
