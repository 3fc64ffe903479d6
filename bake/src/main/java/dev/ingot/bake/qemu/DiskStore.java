package dev.ingot.bake.qemu;

import dev.ingot.bake.layer.LayerKey;
import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.FolderTree;
import dev.ingot.storage.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The disks of machines after their steps, each a folder with what differs from the one before it.
 * A folder with the file {@code kept} doesn't change any more; one without is in use by a running
 * machine, or was left by one. All may be deleted at any time while nothing bakes.
 *
 * @param folder of all of them and of what else machines need
 */
record DiskStore(Path folder, Clock clock) {
  private static final String HEAD = "ingot-disks-1";
  private static final String KEPT = "kept";
  private static final Duration UNUSED = Duration.ofDays(30);

  /** A folder of disks. */
  record Disks(Path folder) {
    String name() {
      return String.valueOf(folder.getFileName());
    }

    Path disk(int number) {
      return folder.resolve("disk-" + number + ".qcow2");
    }

    Path efiVariables() {
      return folder.resolve("efivars.fd");
    }
  }

  private Path disks() {
    return folder.resolve("disks");
  }

  /** Where another folder is. */
  Path in(String name) throws IOException {
    Path path = folder.resolve(name);
    PrivateFiles.createFolders(path);
    return path;
  }

  /** A folder that isn't there yet. */
  Disks fresh() throws IOException {
    return new Disks(in("disks").resolve(UUID.randomUUID().toString()));
  }

  /**
   * Declares that disks don't change any more.
   *
   * @param before those they differ from
   * @param base the file that the first of them differs from
   */
  void keep(Disks disks, Optional<Disks> before, Optional<Path> base) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEAD, "in " + disks()));
    if (before.isPresent()) {
      lines.addAll(needs(before.get()));
      lines.add("after " + before.get().name());
    } else {
      base.ifPresent(file -> lines.add("base " + file));
    }
    AtomicFile.write(disks.folder().resolve(KEPT), String.join("\n", lines) + "\n");
  }

  private static List<String> needs(Disks disks) throws IOException {
    return lines(disks).stream()
        .filter(line -> line.startsWith("after ") || line.startsWith("base "))
        .toList();
  }

  private static List<String> lines(Disks disks) throws IOException {
    Optional<String> text = AtomicFile.read(disks.folder().resolve(KEPT));
    return text.map(each -> each.lines().toList()).orElse(List.of());
  }

  /** Kept disks with everything they need; empty where something of it is gone. */
  Optional<Disks> find(String name) throws IOException {
    if (!isName(name)) {
      return Optional.empty();
    }
    Disks disks = new Disks(disks().resolve(name));
    List<String> lines = lines(disks);
    if (lines.size() < 2
        || !lines.get(0).equals(HEAD)
        || !lines.get(1).equals("in " + disks())
        || !Files.isRegularFile(disks.disk(0))) {
      return Optional.empty();
    }
    for (String need : needs(disks)) {
      String of = need.substring(need.indexOf(' ') + 1);
      Path file = need.startsWith("base ") ? Path.of(of) : new Disks(disks().resolve(of)).disk(0);
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
    }
    return Optional.of(disks);
  }

  private static boolean isName(String name) {
    return name.length() == 36
        && name.chars().allMatch(c -> c == '-' || Character.digit(c, 16) >= 0);
  }

  /** The disks of a machine before its first step. */
  Optional<Disks> origin(LayerKey key) throws IOException {
    Optional<String> name = AtomicFile.read(folder.resolve("origins").resolve(key.text()));
    return name.isPresent() ? find(name.get().strip()) : Optional.empty();
  }

  /** Keeps in mind that these are the disks before the first step. */
  void setOrigin(LayerKey key, Disks disks) throws IOException {
    AtomicFile.write(in("origins").resolve(key.text()), disks.name() + "\n");
  }

  /** Notes that disks are used, so that they and what they need aren't deleted soon. */
  void use(Disks disks) throws IOException {
    FileTime now = FileTime.from(clock.instant());
    Files.setLastModifiedTime(disks.folder().resolve(KEPT), now);
    for (String need : needs(disks)) {
      Path kept = disks().resolve(need.substring(need.indexOf(' ') + 1)).resolve(KEPT);
      if (need.startsWith("after ") && Files.exists(kept)) {
        Files.setLastModifiedTime(kept, now);
      }
    }
  }

  /** Deletes what has not been used for a month and nothing else needs. */
  void removeUnused() throws IOException {
    if (!Files.isDirectory(disks())) {
      return;
    }
    Instant limit = clock.instant().minus(UNUSED);
    Set<Path> old = new HashSet<>();
    Set<Path> needed = new HashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(disks())) {
      for (Path each : all) {
        Path kept = each.resolve(KEPT);
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) && Files.isRegularFile(kept)) {
          if (Files.getLastModifiedTime(kept).toInstant().isBefore(limit)) {
            old.add(each);
          } else {
            for (String need : needs(new Disks(each))) {
              needed.add(disks().resolve(need.substring(need.indexOf(' ') + 1)));
            }
          }
        }
      }
    }
    old.removeAll(needed);
    for (Path each : old) {
      // First it stops being kept: half of a folder must not look whole.
      Files.deleteIfExists(each.resolve(KEPT));
      FolderTree.delete(each);
    }
  }
}
