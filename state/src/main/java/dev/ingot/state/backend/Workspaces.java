package dev.ingot.state.backend;

import dev.ingot.state.StateException;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Which workspace of a configuration is selected: what the environment says, else what is written
 * down in {@code .terraform/environment}. Rules: the recorded behaviour of Terraform 1.11.
 *
 * @param data the folder where the name of the selected one is kept ({@code .terraform})
 */
public record Workspaces(Path data, Map<String, String> environment) {
  /** The one that always exists. */
  public static final String DEFAULT = "default";

  private static final String OVERRIDE = "TF_WORKSPACE";
  private static final String SELECTED = "environment";

  public Workspaces {
    environment = Map.copyOf(environment);
  }

  /** Whether the environment selects one, so that no other can be. */
  public boolean isOverridden() {
    return !environment.getOrDefault(OVERRIDE, "").isEmpty();
  }

  /**
   * The selected one.
   *
   * @throws StateException if it can't be read, or can't be the name of a workspace
   */
  public String current() {
    if (isOverridden()) {
      String name = environment.getOrDefault(OVERRIDE, DEFAULT);
      if (!isName(name)) {
        throw new StateException("Invalid workspace name set using " + OVERRIDE);
      }
      return name;
    }
    Path selected = data.resolve(SELECTED);
    try {
      String name = new String(RegularFile.read(selected), StandardCharsets.UTF_8).strip();
      if (name.isEmpty()) {
        // Nobody writes that: what is left of it says nothing about the one that was selected.
        throw new StateException(
            "The file "
                + selected
                + " is empty and doesn't say which workspace is selected. Select one by \"ingot"
                + " workspace select NAME\", or delete the file to use the default workspace.");
      }
      if (!isName(name)) {
        throw new StateException(
            "The file "
                + selected
                + " selects a workspace by a name that none can have. Delete the file to use the"
                + " default workspace.");
      }
      return name;
    } catch (NoSuchFileException e) {
      return DEFAULT;
    } catch (IOException e) {
      throw new StateException(
          "The file " + selected + " cannot be read: " + StateException.reason(e) + ".", e);
    }
  }

  /** Whether this one is selected; false if that can't be said. */
  public boolean isSelected(String name) {
    try {
      return name.equals(current());
    } catch (StateException _) {
      return false;
    }
  }

  /**
   * Requires that a workspace is there which was selected earlier: a name that was damaged, or one
   * whose states were deleted, would have everything created anew. What the environment selects may
   * be new.
   *
   * @param present the names of those that are there
   * @throws StateException if it isn't
   */
  public void requireSelected(List<String> present) {
    String name = current();
    if (!isOverridden() && !present.contains(name)) {
      throw new StateException(
          "The workspace \""
              + name
              + "\", which "
              + data.resolve(SELECTED)
              + " selects, doesn't exist. There "
              + (present.size() == 1 ? "is: " : "are: ")
              + String.join(", ", present)
              + ". Select one by \"ingot workspace select NAME\", or create it by \"ingot workspace"
              + " new "
              + name
              + "\".");
    }
  }

  /**
   * Selects one.
   *
   * @throws StateException if it can't be written down
   */
  public void select(String name) {
    Path selected = data.resolve(SELECTED);
    try {
      Files.createDirectories(data);
      AtomicFile.write(selected, name.getBytes(StandardCharsets.UTF_8), Access.SHARED);
    } catch (IOException e) {
      throw new StateException(
          "The file " + selected + " cannot be written: " + StateException.reason(e) + ".", e);
    }
  }

  /** Whether a text can be the name of a workspace: it is part of paths and addresses. */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && !text.equals(".")
        && !text.equals("..")
        && text.codePoints()
            .allMatch(
                c ->
                    (c < 0x80 && Character.isLetterOrDigit(c))
                        || "-_.~$&+=:@!'()*,;".indexOf(c) >= 0);
  }
}
