package dev.ingot.state.oauth;

import java.time.Instant;
import java.util.Optional;

/**
 * What shows who asks.
 *
 * @param value secret
 * @param expiry when it ends; empty if that isn't known
 */
public record Token(String value, Optional<Instant> expiry) {
  /** Without the token. */
  @Override
  public String toString() {
    return "Token";
  }
}
