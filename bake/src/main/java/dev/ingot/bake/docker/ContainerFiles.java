package dev.ingot.bake.docker;

import dev.ingot.bake.layer.TarWriter;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.bake.layer.TreeScan;
import dev.ingot.graph.Cancellation;
import dev.ingot.storage.archive.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Files on their way into containers and out of them, as archives. */
final class ContainerFiles {
  private static final int MOST_LINKS = 16;

  private ContainerFiles() {}

  static void write(
      OutputStream out,
      String name,
      byte[] content,
      int mode,
      ContainerCommunicator.Home home,
      long modified)
      throws IOException {
    Path file = Files.createTempFile("ingot-upload", "");
    try {
      Files.write(file, content);
      write(
          out,
          List.of(
              new TreeEntry.RegularFile(
                  name,
                  new TreeEntry.Access(mode & 07777, home.user(), home.group()),
                  new TreeEntry.Content.OnDisk(file))),
          modified);
    } finally {
      Files.delete(file);
    }
  }

  static void write(OutputStream out, List<TreeEntry> entries, long modified) throws IOException {
    TarWriter tar = new TarWriter(out, modified);
    for (TreeEntry each : entries) {
      tar.add(each);
    }
    tar.finish();
  }

  /** A file of this host, or the one that a link leads to. */
  static TreeEntry entry(String name, Path file, ContainerCommunicator.Home home)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is not a file");
    }
    int mode = Files.getAttribute(file, "unix:mode") instanceof Integer bits ? bits & 0777 : 0644;
    return new TreeEntry.RegularFile(
        name,
        new TreeEntry.Access(mode, home.user(), home.group()),
        new TreeEntry.Content.OnDisk(file));
  }

  /** What a folder of this host has; its links stay links. */
  static List<TreeEntry> entries(Path folder, ContainerCommunicator.Home home) throws IOException {
    List<TreeEntry> entries = new ArrayList<>();
    for (TreeEntry each :
        new TreeScan(TreeScan.Ownership.ROOT, TreeScan.OpaqueMark.NEVER, List.of()).scan(folder)) {
      entries.add(owned(each, home));
    }
    return entries;
  }

  private static TreeEntry owned(TreeEntry entry, ContainerCommunicator.Home home)
      throws IOException {
    return switch (entry) {
      case TreeEntry.Directory(String path, TreeEntry.Access access) ->
          new TreeEntry.Directory(path, owned(access, home));
      case TreeEntry.RegularFile(String path, TreeEntry.Access access, TreeEntry.Content content) ->
          new TreeEntry.RegularFile(path, owned(access, home), content);
      case TreeEntry.SymbolicLink(String path, TreeEntry.Access access, String target) ->
          new TreeEntry.SymbolicLink(path, owned(access, home), target);
      case TreeEntry.HardLink link -> link;
      case TreeEntry.Pipe _,
          TreeEntry.Device _,
          TreeEntry.Whiteout _,
          TreeEntry.OpaqueDirectory _ ->
          throw new IOException(
              entry.path() + " is neither a file, a folder nor a link, and can't be uploaded");
    };
  }

  private static TreeEntry.Access owned(TreeEntry.Access access, ContainerCommunicator.Home home) {
    return new TreeEntry.Access(access.mode() & 0777, home.user(), home.group());
  }

  /** Copies a file of a container, or the one that a link leads to. */
  static void download(Container container, String path, Path file, Cancellation cancellation)
      throws IOException, InterruptedException {
    String at = path;
    for (int links = 0; links < MOST_LINKS; links++) {
      Optional<String> link =
          container.get(at, (_, body) -> first(new TarReader(body), file), cancellation);
      if (link.isEmpty()) {
        return;
      }
      at =
          link.get().startsWith("/")
              ? link.get()
              : at.substring(0, at.lastIndexOf('/') + 1) + link.get();
    }
    throw new IOException("too many links lead from it to others");
  }

  /** Writes the file; the target where it is a link. */
  private static Optional<String> first(TarReader tar, Path file) throws IOException {
    Optional<TarReader.Entry> entry = tar.next();
    if (entry.isEmpty()) {
      throw new IOException("the engine sent nothing");
    }
    return switch (entry.get().kind()) {
      case SYMLINK -> Optional.of(entry.get().link());
      case FILE -> {
        save(tar, file);
        yield Optional.empty();
      }
      case DIRECTORY -> throw new IOException("it is a folder");
      case HARDLINK, DEVICE, FIFO -> throw new IOException("it is not a file");
    };
  }

  private static void save(TarReader tar, Path file) throws IOException {
    Path beside = file.resolveSibling("." + UUID.randomUUID() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(beside)) {
        byte[] buffer = new byte[64 * 1024];
        for (int count = tar.read(buffer); count >= 0; count = tar.read(buffer)) {
          out.write(buffer, 0, count);
        }
      }
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /**
   * Writes the files and folders below the first folder of an archive; as everywhere, neither links
   * nor devices leave a machine.
   *
   * @throws IOException also when one of them leads out of the folder
   */
  static void unpack(InputStream archive, Path folder) throws IOException {
    TarReader tar = new TarReader(archive);
    String root = "";
    for (Optional<TarReader.Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
      TarReader.Entry entry = next.get();
      String name = entry.name();
      if (root.isEmpty()) {
        if (entry.kind() != TarReader.Kind.DIRECTORY) {
          throw new IOException("it is not a folder");
        }
        root = name.endsWith("/") ? name : name + "/";
        continue;
      }
      if (!name.startsWith(root)) {
        throw new IOException("the archive of the engine has an impossible name: " + name);
      }
      switch (entry.kind()) {
        case DIRECTORY -> {
          Path target = place(folder, name.substring(root.length()));
          if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(target);
          }
        }
        case FILE -> save(tar, place(folder, name.substring(root.length())));
        case SYMLINK, HARDLINK, DEVICE, FIFO -> {
          // Links and devices stay where they are.
        }
      }
    }
    if (root.isEmpty()) {
      throw new IOException("the engine sent nothing");
    }
  }

  /** Below the folder, through no link. */
  private static Path place(Path folder, String name) throws IOException {
    String[] parts =
        (name.endsWith("/") ? name.substring(0, name.length() - 1) : name).split("/", -1);
    Path at = folder;
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].isEmpty()
          || parts[i].equals(".")
          || parts[i].equals("..")
          || parts[i].indexOf('\0') >= 0) {
        throw new IOException("the archive of the engine has an impossible name: " + name);
      }
      at = at.resolve(parts[i]);
      if (i < parts.length - 1) {
        if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(at);
        } else if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
          throw new IOException(at + " is in the way of a folder of the container: remove it");
        }
      }
    }
    return at;
  }
}
