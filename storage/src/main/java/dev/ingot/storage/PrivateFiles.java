package dev.ingot.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Folders (0700) and files (0600) that only their owner can enter and read, from the moment they
 * exist: setting permissions after creation would leave a gap in which another user can open them.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FOLDER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final Set<PosixFilePermission> FILE =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private PrivateFiles() {}

  /** The attributes of a new file, on file systems with permissions. */
  static FileAttribute<?>[] attributes(Path near) {
    return knowsPermissions(near)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
        : new FileAttribute<?>[0];
  }

  /**
   * Creates a folder and its missing parents for this user alone. An existing one is left as it is.
   *
   * @throws IOException if it can't be created, or there is a file of that name
   */
  public static void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (knowsPermissions(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    } else {
      Files.createDirectories(folder);
    }
  }

  /**
   * Creates an empty file for this user alone; an existing one is left as it is.
   *
   * @throws IOException if it can't be created
   */
  public static void createFile(Path file) throws IOException {
    try {
      Files.createFile(file, attributes(file));
    } catch (FileAlreadyExistsException _) {
      // Another process was first and created it in the same way.
    }
  }

  /** Whether another user can enter a folder; false if there is no such folder. */
  public static boolean isOpen(Path folder) throws IOException {
    return Files.isDirectory(folder)
        && folder.getFileSystem().supportedFileAttributeViews().contains("unix")
        && ((int) Files.getAttribute(folder, "unix:mode") & 077) != 0;
  }

  /**
   * Removes the access of all other users to a folder and its direct contents, so that anything
   * deeper can't be reached either. Links are left alone, since their targets may be meant for
   * others.
   *
   * @return the paths that were open to others, sorted; empty if none was, or if there is no such
   *     folder
   * @throws IOException if access can't be removed, such as from another user's folder
   */
  public static List<Path> close(Path folder) throws IOException {
    if (!Files.isDirectory(folder) || !knowsPermissions(folder)) {
      return List.of();
    }
    List<Path> open = new ArrayList<>();
    // From the outside in: closing the outermost folder blocks access to the rest.
    closeOne(folder.toRealPath(), open);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
            || Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          closeOne(entry, open);
        }
      }
    }
    open.sort(null);
    return List.copyOf(open);
  }

  private static void closeOne(Path path, List<Path> open) throws IOException {
    Set<PosixFilePermission> before =
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> after = EnumSet.copyOf(FOLDER);
    after.retainAll(before);
    if (!after.equals(before)) {
      Files.setPosixFilePermissions(path, after);
      open.add(path);
    }
  }

  private static boolean knowsPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Gives a new file the mode and owner of the one it is about to replace. An owner that this user
   * can't set is skipped; if the group can't be set, the group gets no access.
   */
  static void adopt(Path fresh, Path replaced) throws IOException {
    PosixFileAttributeView from =
        Files.getFileAttributeView(replaced, PosixFileAttributeView.class);
    PosixFileAttributeView to = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (from == null || to == null) {
      return;
    }
    var old = from.readAttributes();
    var now = to.readAttributes();
    Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
    mode.addAll(old.permissions());
    try {
      if (!now.group().equals(old.group())) {
        to.setGroup(old.group());
      }
    } catch (IOException _) {
      mode.removeAll(
          EnumSet.of(
              PosixFilePermission.GROUP_READ,
              PosixFilePermission.GROUP_WRITE,
              PosixFilePermission.GROUP_EXECUTE));
    }
    try {
      if (!now.owner().equals(old.owner())) {
        to.setOwner(old.owner());
      }
    } catch (IOException _) {
      // Only root can give files away; otherwise the writer of the new content owns it.
    }
    if (!now.permissions().equals(mode)) {
      to.setPermissions(mode);
    }
  }
}
