package dev.ingot.state.backend.cloud;

import dev.ingot.state.StateException;
import dev.ingot.state.backend.Workspaces;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which workspaces of an organization belong to a configuration, and what they are called there.
 *
 * @param name the only one
 * @param prefix of their names, which isn't part of what they are called here
 * @param tags which they have, with their values where these count
 * @param project in which they are
 * @param aliased whether the only one is called default here
 */
record WorkspaceNames(
    Optional<String> name,
    Optional<String> prefix,
    Map<String, Optional<String>> tags,
    Optional<String> project,
    boolean aliased) {
  WorkspaceNames {
    tags = new TreeMap<>(tags);
  }

  /**
   * What a workspace is called there.
   *
   * @throws StateException if it is not one of this configuration
   */
  String there(String workspace) {
    boolean usual = workspace.equals(Workspaces.DEFAULT);
    if (name.isPresent()) {
      if (!workspace.equals(aliased ? Workspaces.DEFAULT : name.get())) {
        throw new StateException(
            "The configuration has one workspace only, \""
                + name.get()
                + "\""
                + (aliased
                    ? "."
                    : ", and \"" + workspace + "\" is selected. Run \"ingot init\" to select it."));
      }
      return name.get();
    }
    if (usual) {
      throw new StateException(
          "The workspace \"default\" is selected, which there is none of in an organization. Select"
              + " one by \"ingot workspace select NAME\", or make one by \"ingot workspace new"
              + " NAME\".");
    }
    return prefix.orElse("") + workspace;
  }

  /** What a workspace of the organization is called here; empty if it isn't one of these. */
  Optional<String> here(String there) {
    if (prefix.isPresent()) {
      return there.startsWith(prefix.get()) && there.length() > prefix.get().length()
          ? Optional.of(there.substring(prefix.get().length()))
          : Optional.empty();
    }
    return Optional.of(there);
  }
}
