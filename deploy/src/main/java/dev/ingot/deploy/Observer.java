package dev.ingot.deploy;

/** Is told what happens. Called by several threads at once; must be quick and must not throw. */
@FunctionalInterface
public interface Observer {
  /** Doesn't listen. */
  Observer NONE = event -> {};

  /** Something happened. */
  void on(Event event);
}
