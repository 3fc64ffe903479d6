package dev.ingot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The workspaces of a configuration whose states are files: each has a state of its own. Rules: the
 * layout of Terraform's local backend.
 *
 * @param folder the folder of the configuration
 * @param data where the name of the selected one is kept ({@code .terraform})
 * @param states the folder of the states of all but the default one
 */
public record Workspaces(Path folder, Path data, Path states, Map<String, String> environment) {
  /** The one that always exists. */
  public static final String DEFAULT = "default";

  private static final String OVERRIDE = "TF_WORKSPACE";

  public Workspaces {
    environment = Map.copyOf(environment);
  }

  /** Whether the environment selects one, so that no other can be. */
  public boolean isOverridden() {
    return !environment.getOrDefault(OVERRIDE, "").isEmpty();
  }

  /** The selected one. */
  public String current() throws IOException {
    if (isOverridden()) {
      return environment.getOrDefault(OVERRIDE, DEFAULT);
    }
    Path selected = data.resolve("environment");
    if (!Files.exists(selected)) {
      return DEFAULT;
    }
    String name = Files.readString(selected).strip();
    return name.isEmpty() ? DEFAULT : name;
  }

  /** Selects one. */
  public void select(String name) throws IOException {
    Files.createDirectories(data);
    Files.writeString(data.resolve("environment"), name);
  }

  /** The names of all that exist, the default one first. */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>(List.of(DEFAULT));
    if (Files.isDirectory(states)) {
      try (Stream<Path> entries = Files.list(states)) {
        names.addAll(
            new TreeSet<>(
                entries
                    .filter(Files::isDirectory)
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .toList()));
      }
    }
    return names;
  }

  /** Makes the folder of one. */
  public void create(String name) throws IOException {
    Files.createDirectories(states.resolve(name));
  }

  /** Removes one with its state. */
  public void delete(String name) throws IOException {
    Path place = states.resolve(name);
    if (!Files.isDirectory(place)) {
      return;
    }
    try (Stream<Path> entries = Files.list(place)) {
      for (Path entry : entries.toList()) {
        Files.delete(entry);
      }
    }
    Files.delete(place);
  }

  /**
   * The state file of one.
   *
   * @param ofDefault the state file of the default one
   */
  public Path state(String name, Path ofDefault) {
    return name.equals(DEFAULT) ? ofDefault : states.resolve(name).resolve("terraform.tfstate");
  }

  /** Whether a text can be the name of a workspace. */
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
