package dev.ingot.platform.volume;

import dev.ingot.platform.api.FileFailures;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.api.Volume;
import dev.ingot.platform.api.VolumeMount;
import dev.ingot.platform.host.NamedLocks;
import dev.ingot.platform.host.Trees;
import dev.ingot.storage.AtomicFolder;
import dev.ingot.storage.PrivateFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Volumes: one folder each. */
public final class VolumeStore {
  private final Path folder;
  private final Function<String, List<String>> attachedTo;
  private final VolumeSnapshots snapshots;
  private final NamedLocks locks = new NamedLocks();

  /**
   * Volumes in a folder.
   *
   * @param attachedTo ids of the machines that have a volume mounted
   */
  public VolumeStore(Path folder, Function<String, List<String>> attachedTo, Clock clock) {
    this.folder = folder;
    this.attachedTo = attachedTo;
    this.snapshots = new VolumeSnapshots(folder.resolve(".snapshots"), clock);
  }

  /**
   * Creates a volume; the content of an existing one is left as it is.
   *
   * @param kept how many snapshots of it are kept
   */
  public Volume create(String name, int kept) throws PlatformException {
    checkName(name);
    try {
      Path _ = PrivateFolder.create(folder);
      Files.createDirectories(folder.resolve(name));
      snapshots.keep(name, kept);
      return read(name);
    } catch (IOException e) {
      throw FileFailures.of("can't create the volume " + name, e);
    }
  }

  /**
   * Takes snapshots of the volumes of a machine that is about to be made. What another machine has
   * too is shared, changes all the time, and is left out.
   *
   * @throws PlatformException when one can't be taken; the volumes are as they were
   */
  public void handOver(List<VolumeMount> mounts) throws PlatformException, InterruptedException {
    for (VolumeMount mount : mounts) {
      checkName(mount.volume());
      Path content = folder.resolve(mount.volume());
      try (NamedLocks.Held _ = locks.hold(mount.volume())) {
        if (Files.isDirectory(content) && attachedTo.apply(mount.volume()).isEmpty()) {
          snapshots.take(mount.volume(), content);
        }
      }
    }
  }

  /** A volume, if it exists. */
  public Optional<Volume> find(String name) throws PlatformException {
    checkName(name);
    try {
      return Files.isDirectory(folder.resolve(name)) ? Optional.of(read(name)) : Optional.empty();
    } catch (IOException e) {
      throw FileFailures.of("can't read the volume " + name, e);
    }
  }

  /** All volumes by name. */
  public List<Volume> list() throws PlatformException {
    List<Volume> volumes = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          String name = entry.getFileName().toString();
          if (!name.startsWith(".")) {
            volumes.add(read(name));
          }
        }
      } catch (IOException e) {
        throw FileFailures.of("can't list the volumes", e);
      }
    }
    volumes.sort(Comparator.comparing(Volume::name));
    return volumes;
  }

  /**
   * Deletes a volume, its contents and its snapshots.
   *
   * @return whether it existed
   * @throws PlatformException when a machine has it mounted
   */
  public boolean delete(String name) throws PlatformException {
    checkName(name);
    List<String> machines = attachedTo.apply(name);
    if (!machines.isEmpty()) {
      throw new PlatformException(
          Code.CONFLICT,
          "volume " + name + " is mounted in machine " + String.join(", ", machines),
          "Destroy the machine first.");
    }
    try {
      if (!Files.isDirectory(folder.resolve(name))) {
        return false;
      }
      // Renamed first, so that a crash while deleting leaves no partial volume under its name.
      Path doomed = folder.resolve(".deleted-" + name);
      Trees.delete(doomed);
      AtomicFolder.rename(folder.resolve(name), doomed);
      Trees.delete(doomed);
      snapshots.delete(name);
      return true;
    } catch (IOException e) {
      throw FileFailures.of("can't delete the volume " + name, e);
    }
  }

  private Volume read(String name) throws IOException {
    Path path = folder.resolve(name);
    return new Volume(
        name,
        path,
        Files.readAttributes(path, BasicFileAttributes.class).creationTime().toInstant(),
        attachedTo.apply(name));
  }

  private static void checkName(String name) throws PlatformException {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")) {
      throw new PlatformException(
          Code.INVALID,
          "\"" + name + "\" is not a valid volume name",
          "Use up to 63 letters, digits, - _ and ., starting with a letter or digit.");
    }
  }
}
