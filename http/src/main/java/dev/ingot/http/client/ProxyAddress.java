package dev.ingot.http.client;

import java.util.Optional;

/**
 * A proxy.
 *
 * @param credentials the field Proxy-Authorization, if it wants one
 */
record ProxyAddress(Origin origin, Optional<String> credentials) {
  /** Without the credentials. */
  @Override
  public String toString() {
    return origin.toString();
  }
}
