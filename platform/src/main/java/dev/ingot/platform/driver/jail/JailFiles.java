package dev.ingot.platform.driver.jail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The files a jail's directory needs before it starts: links to its layers, mount points. */
final class JailFiles {
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");

  private JailFiles() {}

  static void prepare(JailSpec spec) throws IOException {
    Path run = spec.runDirectory();
    Files.createDirectories(run.resolve("root"));
    Files.deleteIfExists(run.resolve("exit"));
    Files.deleteIfExists(run.resolve("init"));
    readable(run.resolve("hosts"), spec.hosts());
    Path resolver = Path.of("/etc/resolv.conf");
    readable(
        run.resolve("resolv.conf"), Files.isReadable(resolver) ? Files.readString(resolver) : "");
    switch (spec.root()) {
      case JailRoot.Layers(List<Path> layers) -> links(spec, layers);
      case JailRoot.Writable(List<Path> layers, Path upper, Path work) -> {
        links(spec, layers);
        boolean mapped = spec.users().isPresent();
        link(run.resolve("l/upper"), mapped ? UsersMap.above(run, upper) : upper);
        link(run.resolve("l/work"), mapped ? UsersMap.above(run, work) : work);
      }
      case JailRoot.Directory(Path path, boolean _) -> mountPoints(spec, path);
    }
    if (spec.users().isPresent()) {
      new UsersMap(spec).write();
    }
  }

  /** For every user of the machine, whatever this process makes its files for. */
  private static void readable(Path file, String content) throws IOException {
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private static void links(JailSpec spec, List<Path> layers) throws IOException {
    Path links = spec.runDirectory().resolve("l");
    Files.createDirectories(links);
    for (int i = 0; i < layers.size(); i++) {
      link(links.resolve(Integer.toString(i)), layers.get(i));
    }
    Path base = links.resolve("base");
    Files.createDirectories(base);
    Files.setPosixFilePermissions(base, OPEN);
    mountPoints(spec, base);
  }

  private static void link(Path link, Path target) throws IOException {
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target.toAbsolutePath());
  }

  /**
   * Makes those that are missing; never through a symbolic link, which could lead out of the root.
   */
  private static void mountPoints(JailSpec spec, Path root) throws IOException {
    for (String point : MountPoints.of(spec)) {
      Path at = root;
      String[] parts = point.split("/");
      for (int i = 0; i < parts.length; i++) {
        at = at.resolve(parts[i]);
        if (Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
          if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
            continue;
          }
          break;
        }
        if (i < parts.length - 1 || point.endsWith("/")) {
          Files.createDirectory(at);
          Files.setPosixFilePermissions(at, OPEN);
        } else {
          Files.write(at, new byte[0], StandardOpenOption.CREATE_NEW);
        }
      }
    }
  }
}
