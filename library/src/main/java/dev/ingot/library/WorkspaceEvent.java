package dev.ingot.library;

import dev.ingot.deploy.Event;
import dev.ingot.release.ReleaseEvent;

/** Something that happens while a workspace is worked on. */
public sealed interface WorkspaceEvent {
  /** A step of a plan or an apply: an object is read, changed, imported. */
  record Deploying(Event event) implements WorkspaceEvent {}

  /** A step of a release: a bake, a boot test, a wave. */
  record Releasing(ReleaseEvent event) implements WorkspaceEvent {}

  /** Receives events. Called by several threads at once; must be quick and must not throw. */
  @FunctionalInterface
  interface Listener {
    /** Ignores every event. */
    Listener NONE = _ -> {};

    /** Receives an event. */
    void on(WorkspaceEvent event);
  }
}
