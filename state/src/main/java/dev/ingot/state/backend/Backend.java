package dev.ingot.state.backend;

import dev.ingot.state.StateException;
import dev.ingot.state.StateStore;
import java.util.List;

/** Where the states of a configuration are kept, one for each workspace. */
public interface Backend {
  /** Its kind, such as {@code local}. */
  String type();

  /** Whether it has others than the default workspace. */
  default boolean hasWorkspaces() {
    return true;
  }

  /** Whether there is a workspace named default; otherwise there are those that are named only. */
  default boolean hasDefault() {
    return true;
  }

  /**
   * The names of all workspaces, the default one first if there is one, the others by name.
   *
   * @throws StateException if they can't be listed
   */
  List<String> workspaces();

  /**
   * Makes a workspace without a state; one that is there is left as it is.
   *
   * @throws StateException if it can't be made
   */
  void create(String workspace);

  /**
   * Deletes a workspace with its state; nothing if there is none.
   *
   * @throws StateException if it can't be deleted, or if it is the default one
   */
  void delete(String workspace);

  /** The state of a workspace. */
  StateStore store(String workspace);

  /**
   * The state of a workspace as a migration sees it: what {@link #retire} leaves is not a state.
   */
  default StateStore migrating(String workspace) {
    return store(workspace);
  }

  /** The state of a workspace was taken to another backend: it must not be used from here again. */
  default void retire(String workspace) {}
}
