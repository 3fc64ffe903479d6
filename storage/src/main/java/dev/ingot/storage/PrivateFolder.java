package dev.ingot.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Folders that only their owner can access. Everything below one is out of reach of other users,
 * whatever the modes of the files: secrets in logs, set-user-id programs of images.
 */
public final class PrivateFolder {
  private static final Set<PosixFilePermission> CLOSED =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /**
   * Creates a folder and its missing parents, all private; removes the access of others to an
   * existing one. For a link, this applies to its target.
   *
   * @throws IOException when it can't be created or made private
   */
  public static Path create(Path folder) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!posix) {
      return Files.createDirectories(folder);
    }
    FileAttribute<Set<PosixFilePermission>> closed = PosixFilePermissions.asFileAttribute(CLOSED);
    Files.createDirectories(folder, closed);
    PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    if (!view.readAttributes().permissions().equals(CLOSED)) {
      view.setPermissions(CLOSED);
    }
    return folder;
  }
}
