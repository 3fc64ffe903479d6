package dev.ingot.provider;

import dev.ingot.graph.Cancellation;
import java.time.Duration;
import java.util.Optional;

/**
 * What holds for one call of a provider.
 *
 * @param cancellation asks the call to end early; it then answers with what it has done so far
 * @param timeout how long the call may take; empty for as long as it needs
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
