package dev.ingot.release;

/**
 * Receives the events of a release. May be called by several threads at once; must be quick and
 * must not throw.
 */
@FunctionalInterface
public interface ReleaseListener {
  /** Called for each event. */
  void on(ReleaseEvent event);
}
