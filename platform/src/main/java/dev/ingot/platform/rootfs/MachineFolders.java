package dev.ingot.platform.rootfs;

import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.host.Trees;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Folders of machines that last as long as this process; those of a process that died are deleted
 * by the next one.
 */
final class MachineFolders {
  private static final Set<PosixFilePermission> CLOSED =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;
  private final Processes processes;

  MachineFolders(Path folder, Processes processes) {
    this.folder = folder;
    this.processes = processes;
  }

  /** A new, empty folder for this process. */
  Path create() throws IOException {
    Files.createDirectories(folder);
    // Contains set-user-id programs of images: no other user may reach them.
    Files.setPosixFilePermissions(folder, CLOSED);
    sweep();
    long pid = ProcessHandle.current().pid();
    long started = processes.identify(pid).map(ProcessIdentity::startTicks).orElse(0L);
    return Files.createDirectory(
        folder.resolve(pid + "-" + started + "-" + UUID.randomUUID().toString().substring(0, 8)),
        PosixFilePermissions.asFileAttribute(CLOSED));
  }

  private void sweep() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
      for (Path each : left) {
        String[] parts = String.valueOf(each.getFileName()).split("-");
        if (parts.length == 3 && !isAlive(parts[0], parts[1])) {
          Trees.delete(each);
        }
      }
    }
  }

  private boolean isAlive(String pid, String started) {
    try {
      Optional<ProcessIdentity> holder = processes.identify(Long.parseLong(pid));
      return holder.isPresent() && holder.get().startTicks() == Long.parseLong(started);
    } catch (NumberFormatException e) {
      return true;
    }
  }
}
