package dev.ingot.state.backend.local;

import dev.ingot.state.Environment;
import dev.ingot.state.StateException;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateStore;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.Workspaces;
import dev.ingot.state.local.LocalStateStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * States in files: that of the default workspace in one file, those of the others each in a folder
 * of its name. Rules: the layout of Terraform's local backend.
 */
public final class LocalBackend implements Backend {
  private static final String FILE = "terraform.tfstate";

  private final Path file;
  private final Path folder;
  private final StateFiles files;
  private final Environment environment;

  /**
   * @param file of the default workspace's state
   * @param folder of the states of all others
   * @param files used instead
   */
  LocalBackend(Path file, Path folder, StateFiles files, Environment environment) {
    this.file = file;
    this.folder = folder;
    this.files = files;
    this.environment = environment;
  }

  /** The same with other files. */
  public LocalBackend with(StateFiles others) {
    return new LocalBackend(file, folder, others, environment);
  }

  @Override
  public String type() {
    return LocalBackendType.NAME;
  }

  @Override
  public List<String> workspaces() {
    TreeSet<String> names = new TreeSet<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
        entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
      } catch (IOException e) {
        throw failed("The workspaces in " + folder + " cannot be listed", e);
      }
    }
    names.remove(Workspaces.DEFAULT);
    List<String> all = new ArrayList<>(List.of(Workspaces.DEFAULT));
    all.addAll(names);
    return List.copyOf(all);
  }

  @Override
  public void create(String workspace) {
    try {
      Files.createDirectories(folder.resolve(workspace));
    } catch (IOException e) {
      throw failed("The workspace \"" + workspace + "\" cannot be created", e);
    }
  }

  @Override
  public void delete(String workspace) {
    if (workspace.equals(Workspaces.DEFAULT)) {
      throw new StateException("cannot delete default state");
    }
    try {
      deleteAll(folder.resolve(workspace));
    } catch (IOException e) {
      throw failed("The workspace \"" + workspace + "\" cannot be deleted", e);
    }
  }

  private static void deleteAll(Path gone) throws IOException {
    if (!Files.exists(gone)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(gone)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          deleteAll(entry);
        } else {
          Files.delete(entry);
        }
      }
    }
    Files.delete(gone);
  }

  @Override
  public StateStore store(String workspace) {
    return LocalStateStore.onDisk(files.paths(usual(workspace)), environment);
  }

  private Path usual(String workspace) {
    return workspace.equals(Workspaces.DEFAULT) ? file : folder.resolve(workspace).resolve(FILE);
  }

  /** An empty file is what a migration leaves behind, so that its backup doesn't count here. */
  @Override
  public StateStore migrating(String workspace) {
    Path usual = usual(workspace).toAbsolutePath().normalize();
    try {
      boolean emptied = Files.exists(usual) && Files.size(usual) == 0;
      return LocalStateStore.onDisk(
          emptied ? new StatePaths(usual, usual, Optional.empty()) : StatePaths.of(usual),
          environment);
    } catch (IOException e) {
      throw failed("The state " + usual + " cannot be read", e);
    }
  }

  @Override
  public void retire(String workspace) {
    Path retired = usual(workspace);
    if (!Files.exists(retired)) {
      return;
    }
    try {
      Files.copy(
          retired,
          retired.resolveSibling(retired.getFileName() + ".backup"),
          StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(retired, "");
    } catch (IOException e) {
      throw failed("The state " + retired + " cannot be emptied", e);
    }
  }

  private static StateException failed(String what, IOException e) {
    return new StateException(what + ": " + StateException.reason(e) + ".", e);
  }
}
