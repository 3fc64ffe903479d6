package dev.ingot.release;

/**
 * Told what happens on the way of a release. May be called by several threads at once; must be
 * quick and must not throw.
 */
@FunctionalInterface
public interface ReleaseListener {
  /** Something happened. */
  void on(ReleaseEvent event);
}
