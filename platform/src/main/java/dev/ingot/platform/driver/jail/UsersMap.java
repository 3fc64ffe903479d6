package dev.ingot.platform.driver.jail;

import dev.ingot.platform.driver.entry.MappedMounts;
import dev.ingot.platform.driver.entry.MappedOverlay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which directories of this host a jail sees with owners of its own: its layers, what it writes,
 * what is mounted. They are mounted below {@code m} in the jail's directory.
 */
final class UsersMap {
  /** Jumps of a program reach only so far. */
  private static final int MOUNTS_OF_A_PROGRAM = 40;

  private static final String PROGRAM = "map-";

  private final JailSpec spec;
  private final Path run;

  UsersMap(JailSpec spec) {
    this.spec = spec;
    this.run = spec.runDirectory().toAbsolutePath();
  }

  private static String layer(String name) {
    return "m/" + name;
  }

  /** The file of the program that mounts a root which is written. */
  static final String OVERLAY = "overlay";

  /** Where something is that is mounted besides the root. */
  static String bind(int number) {
    return "m/bind-" + number;
  }

  /** Where a directory that is written is. */
  static Path above(Path run, Path directory) {
    return run.toAbsolutePath().resolve("m/above").resolve(directory.getFileName());
  }

  /** The file of a program; there are so many as are needed for all mounts. */
  private Path program(int number) {
    return run.resolve(PROGRAM + number);
  }

  /** Makes the mount points, and the programs that mount. */
  void write() throws IOException {
    List<MappedMounts.Mount> mounts = mounts();
    for (MappedMounts.Mount mount : mounts) {
      Path target = run.resolve(mount.target());
      Files.createDirectories(target.getParent());
      if (Files.isDirectory(run.resolve(mount.source()))) {
        Files.createDirectories(target);
      } else if (!Files.exists(target)) {
        Files.createFile(target);
      }
    }
    int number = 0;
    for (int from = 0; from < mounts.size(); from += MOUNTS_OF_A_PROGRAM) {
      List<MappedMounts.Mount> some =
          mounts.subList(from, Math.min(mounts.size(), from + MOUNTS_OF_A_PROGRAM));
      Files.write(program(number), new MappedMounts(UserNamespace.DESCRIPTOR, some).render());
      number++;
    }
    if (spec.root() instanceof JailRoot.Writable(List<Path> layers, Path _, Path _)) {
      Files.write(
          run.resolve(OVERLAY),
          new MappedOverlay(
                  spec.users().orElseThrow().first(),
                  "userxattr,lowerdir=" + lower(layers.size()) + ",upperdir=l/upper,workdir=l/work",
                  "root")
              .render());
    }
  }

  /** The layers as overlayfs wants them, the highest first. */
  static String lower(int layers) {
    StringBuilder names = new StringBuilder();
    for (int i = layers - 1; i >= 0; i--) {
      names.append(layer(Integer.toString(i))).append(':');
    }
    return names.append(layer("base")).toString();
  }

  private List<MappedMounts.Mount> mounts() {
    List<MappedMounts.Mount> mounts = new ArrayList<>();
    switch (spec.root()) {
      case JailRoot.Layers(List<Path> layers) -> layers(layers, mounts);
      case JailRoot.Writable(List<Path> layers, Path upper, Path work) -> {
        layers(layers, mounts);
        mounts.add(
            new MappedMounts.Mount(
                upper.toAbsolutePath().resolve("..").normalize().toString(),
                above(run, work).resolve("..").normalize().toString()));
      }
      case JailRoot.Directory(Path path, boolean _) ->
          mounts.add(new MappedMounts.Mount(path.toAbsolutePath().toString(), "root"));
    }
    for (int i = 0; i < spec.binds().size(); i++) {
      mounts.add(
          new MappedMounts.Mount(
              spec.binds().get(i).source().toAbsolutePath().toString(), bind(i)));
    }
    return mounts;
  }

  private static void layers(List<Path> layers, List<MappedMounts.Mount> mounts) {
    for (int i = 0; i < layers.size(); i++) {
      mounts.add(new MappedMounts.Mount("l/" + i, layer(Integer.toString(i))));
    }
    mounts.add(new MappedMounts.Mount("l/base", layer("base")));
  }
}
