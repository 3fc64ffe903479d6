package dev.ingot.provider;

import dev.ingot.graph.Cancellation;
import java.time.Duration;
import java.util.Optional;

/**
 * The context of one call of a provider.
 *
 * @param cancellation asks the call to end early; it then returns what it has done so far
 * @param timeout the time limit of the call; empty for none
 * @param subject the address of what it is about, where providers of this process may have to know
 */
public record CallContext(
    Cancellation cancellation, Optional<Duration> timeout, Optional<String> subject) {
  /** A call that is neither cancelled nor limited. */
  public static CallContext unlimited() {
    return new CallContext(new Cancellation(), Optional.empty(), Optional.empty());
  }

  /** A call that can be cancelled. */
  public static CallContext cancelledBy(Cancellation cancellation) {
    return new CallContext(cancellation, Optional.empty(), Optional.empty());
  }

  /** The same call with a limit. */
  public CallContext within(Duration limit) {
    return new CallContext(cancellation, Optional.of(limit), subject);
  }

  /** The same call about something. */
  public CallContext about(String address) {
    return new CallContext(cancellation, timeout, Optional.of(address));
  }
}
