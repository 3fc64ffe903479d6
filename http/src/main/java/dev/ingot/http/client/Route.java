package dev.ingot.http.client;

import java.util.Optional;

/** How a host is reached. */
record Route(Origin origin, Optional<ProxyAddress> proxy) {
  /** Whether the proxy answers itself, instead of making a tunnel. */
  boolean isForwarded() {
    return proxy.isPresent() && !origin.secure();
  }
}
