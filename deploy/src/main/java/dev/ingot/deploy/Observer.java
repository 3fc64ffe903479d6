package dev.ingot.deploy;

/** Receives events. Called by several threads at once; must be quick and must not throw. */
@FunctionalInterface
public interface Observer {
  /** Ignores every event. */
  Observer NONE = event -> {};

  /** Receives an event. */
  void on(Event event);
}
