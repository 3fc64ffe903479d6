package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Invocation;
import dev.ingot.home.Project;
import dev.ingot.state.State;
import dev.ingot.state.StateException;

/** Reads the state that the commands on a folder's configuration work with. */
final class StateReader {
  private StateReader() {}

  /**
   * The state of the selected workspace, in the backend that is configured.
   *
   * @throws StateException if it can't be read
   */
  static State read(Invocation invocation) {
    Project project = invocation.project();
    return project.store(project.root()).read().state();
  }
}
