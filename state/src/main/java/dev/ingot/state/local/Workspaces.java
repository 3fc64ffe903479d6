package dev.ingot.state.local;

import dev.ingot.state.StateException;
import dev.ingot.state.StatePaths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The workspaces of a folder, each with a state of its own: the default one in {@code
 * terraform.tfstate}, the others in {@code terraform.tfstate.d/NAME}. Which one is current stands
 * in {@code .terraform/environment}. Rules: the backend {@code local} of Terraform.
 */
public final class Workspaces {
  /** The workspace that always exists. */
  public static final String DEFAULT = "default";

  private static final String STATE = "terraform.tfstate";

  private final Path folder;
  private final Path dataFolder;
  private final Path stateFile;
  private final Path workspaceFolder;

  /**
   * The workspaces of a working folder, with all files where they usually are.
   *
   * @param dataFolder {@code .terraform}, or what {@code TF_DATA_DIR} names
   */
  public Workspaces(Path folder, Path dataFolder) {
    this(folder, dataFolder, Path.of(STATE), Path.of(STATE + ".d"));
  }

  /**
   * The workspaces of a working folder.
   *
   * @param stateFile the default workspace's state, relative to the folder ({@code path} of the
   *     backend)
   * @param workspaceFolder where the others' are, relative to the folder ({@code workspace_dir} of
   *     the backend)
   */
  public Workspaces(Path folder, Path dataFolder, Path stateFile, Path workspaceFolder) {
    this.folder = folder;
    this.dataFolder = dataFolder;
    this.stateFile = stateFile;
    this.workspaceFolder = workspaceFolder;
  }

  /** Whether a text can name a workspace: it must survive as part of a path and of an address. */
  public static boolean isValid(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "-_.~!$&'()*+,;=:@".indexOf(c) >= 0);
  }

  /** The current workspace; the default one if none was selected. */
  public String current() {
    try {
      Path file = dataFolder.resolve("environment");
      if (!Files.exists(file)) {
        return DEFAULT;
      }
      String name = Files.readString(file, StandardCharsets.UTF_8).strip();
      return name.isEmpty() ? DEFAULT : name;
    } catch (IOException e) {
      throw failed("The current workspace cannot be read", e);
    }
  }

  /** All workspaces, the default one first, the others by name. */
  public List<String> list() {
    TreeSet<String> names = new TreeSet<>();
    Path parent = folder.resolve(workspaceFolder);
    if (Files.isDirectory(parent)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
        entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
      } catch (IOException e) {
        throw failed("The workspaces cannot be listed", e);
      }
    }
    names.remove(DEFAULT);
    List<String> all = new ArrayList<>();
    all.add(DEFAULT);
    all.addAll(names);
    return List.copyOf(all);
  }

  /** Where the state of a workspace is. */
  public StatePaths paths(String name) {
    return StatePaths.of(folder.resolve(relative(name)));
  }

  private Path relative(String name) {
    return name.equals(DEFAULT) ? stateFile : workspaceFolder.resolve(name).resolve(STATE);
  }

  /** Makes a workspace the current one; it must exist. */
  public void select(String name) {
    try {
      Files.createDirectories(dataFolder);
      Path beside = dataFolder.resolve(".environment.tmp");
      Files.writeString(beside, name, StandardCharsets.UTF_8);
      Files.move(
          beside,
          dataFolder.resolve("environment"),
          java.nio.file.StandardCopyOption.ATOMIC_MOVE,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed("The workspace \"" + name + "\" cannot be selected", e);
    }
  }

  /** Creates an empty workspace; one that is there is left as it is. */
  public void create(String name) {
    try {
      Path parent = folder.resolve(relative(name)).getParent();
      Files.createDirectories(Optional.ofNullable(parent).orElse(folder));
    } catch (IOException e) {
      throw failed("The workspace \"" + name + "\" cannot be created", e);
    }
  }

  /** Deletes a workspace with its state; never the default one. */
  public void delete(String name) {
    if (name.equals(DEFAULT)) {
      throw new StateException("cannot delete default state");
    }
    Path gone = folder.resolve(workspaceFolder).resolve(name);
    try {
      deleteAll(gone);
    } catch (IOException e) {
      throw failed("The workspace \"" + name + "\" cannot be deleted", e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
          deleteAll(entry);
        } else {
          Files.delete(entry);
        }
      }
    }
    Files.delete(folder);
  }

  private static StateException failed(String what, IOException e) {
    return new StateException(what + ": " + StateException.reason(e) + ".", e);
  }
}
