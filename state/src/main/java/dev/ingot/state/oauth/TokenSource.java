package dev.ingot.state.oauth;

import dev.ingot.state.StateException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where tokens come from. */
@FunctionalInterface
public interface TokenSource {
  /**
   * A token that is valid for some minutes.
   *
   * @throws StateException if there is none; the message says where was looked
   */
  Token token();

  /** Keeps what a source gave until shortly before it ends. */
  static TokenSource kept(TokenSource source, Clock clock) {
    return new Kept(source, clock);
  }

  /** Keeps a token. */
  final class Kept implements TokenSource {
    private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(4);

    private final TokenSource source;
    private final Clock clock;
    private Optional<Token> known = Optional.empty();

    private Kept(TokenSource source, Clock clock) {
      this.source = source;
      this.clock = clock;
    }

    @Override
    public synchronized Token token() {
      Instant now = clock.instant();
      if (known.isPresent() && lasts(known.get(), now.plus(BEFORE_EXPIRY))) {
        return known.get();
      }
      try {
        Token fresh = source.token();
        known = Optional.of(fresh);
        return fresh;
      } catch (StateException e) {
        // The one there is may last until the next attempt.
        return known.filter(token -> lasts(token, now)).orElseThrow(() -> e);
      }
    }

    private static boolean lasts(Token token, Instant until) {
      return token.expiry().map(until::isBefore).orElse(true);
    }
  }
}
