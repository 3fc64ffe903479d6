package dev.ingot.platform.driver.jail;

import dev.ingot.platform.api.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Control groups, version 1, 2 or both, as far as this process may use them. */
public final class Cgroups {
  /** The init process and its parent count as processes, too. */
  private static final long OWN_PROCESSES = 2;

  private static final long PERIOD_MICROS = 100_000;

  private final Path proc;

  /** Finds the hierarchies by this procfs, usually {@code /proc}. */
  public Cgroups(Path proc) {
    this.proc = proc;
  }

  /**
   * Groups made for one jail.
   *
   * @param directories one for each hierarchy, to be removed when the jail is gone
   * @param notes the limits that are not in force, and why
   */
  public record Slot(List<Path> directories, List<String> notes) {
    public Slot {
      directories = List.copyOf(directories);
      notes = List.copyOf(notes);
    }

    /** No group at all. */
    public static Slot none() {
      return new Slot(List.of(), List.of());
    }
  }

  private record Hierarchy(Path base, boolean unified) {}

  /** Makes groups with these limits; a limit that can't be set becomes a note, never an error. */
  public Slot create(String name, Limits limits) {
    return create(name, limits, Limits.NONE);
  }

  /**
   * Makes groups with these limits and defaults for those they lack.
   *
   * @param defaults limits that were not requested, so no note is made when they can't be set
   */
  public Slot create(String name, Limits asked, Limits defaults) {
    Slot slot = make(name, asked.or(defaults));
    if (asked.equals(asked.or(defaults))) {
      return slot;
    }
    // Both use the same groups; only requested limits produce notes.
    return new Slot(slot.directories(), asked.isNone() ? List.of() : make(name, asked).notes());
  }

  private Slot make(String name, Limits limits) {
    List<Path> made = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    limits
        .memoryBytes()
        .ifPresent(
            bytes ->
                apply(
                    "memory",
                    name,
                    made,
                    notes,
                    "memory limit",
                    List.of(new Setting("memory.limit_in_bytes", Long.toString(bytes))),
                    List.of(
                        new Setting("memory.max", Long.toString(bytes)),
                        new Setting("memory.swap.max", "0"))));
    limits
        .processes()
        .ifPresent(
            count -> {
              String most = Long.toString(count + OWN_PROCESSES);
              apply(
                  "pids",
                  name,
                  made,
                  notes,
                  "process limit",
                  List.of(new Setting("pids.max", most)),
                  List.of(new Setting("pids.max", most)));
            });
    limits
        .cpus()
        .ifPresent(
            cpus -> {
              long quota = Math.max(1000, Math.round(cpus * PERIOD_MICROS));
              apply(
                  "cpu",
                  name,
                  made,
                  notes,
                  "processor limit",
                  List.of(
                      new Setting("cpu.cfs_period_us", Long.toString(PERIOD_MICROS)),
                      new Setting("cpu.cfs_quota_us", Long.toString(quota))),
                  List.of(new Setting("cpu.max", quota + " " + PERIOD_MICROS)));
            });
    return new Slot(made, notes);
  }

  private record Setting(String file, String value) {}

  private void apply(
      String controller,
      String name,
      List<Path> made,
      List<String> notes,
      String what,
      List<Setting> first,
      List<Setting> second) {
    Optional<Hierarchy> hierarchy = hierarchy(controller);
    if (hierarchy.isEmpty()) {
      notes.add(
          "the " + what + " is not in force: this host offers no cgroup controller " + controller);
      return;
    }
    Path directory = hierarchy.get().base().resolve(name);
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(directory);
      }
      if (!made.contains(directory)) {
        made.add(directory);
      }
      for (Setting setting : hierarchy.get().unified() ? second : first) {
        Path file = directory.resolve(setting.file());
        if (setting.file().equals("memory.swap.max") && !Files.exists(file)) {
          continue;
        }
        Files.write(file, setting.value().getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      notes.add(
          "the "
              + what
              + " is not in force: cgroup "
              + controller
              + " can't be used here ("
              + reason(e)
              + ")");
    }
  }

  private static String reason(IOException e) {
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof java.nio.file.FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Removes groups whose processes are gone. */
  public static void remove(List<Path> directories) {
    directories.forEach(Cgroups::remove);
  }

  /** Removes groups with this prefix that no jail uses any more. */
  public void sweep(String prefix, Set<Path> kept) {
    for (String controller : List.of("memory", "pids", "cpu")) {
      hierarchy(controller).ifPresent(hierarchy -> sweep(hierarchy.base(), prefix, kept));
    }
  }

  private static void sweep(Path base, String prefix, Set<Path> kept) {
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(base)) {
      for (Path group : groups) {
        if (group.getFileName().toString().startsWith(prefix) && !kept.contains(group)) {
          boolean _ = remove(group);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What can't be listed can't be removed; nothing depends on it.
      return;
    }
  }

  private static boolean remove(Path directory) {
    try {
      return Files.deleteIfExists(directory);
    } catch (IOException e) {
      // Still in use or already gone: the agent's next start tries again.
      return false;
    }
  }

  /** Whether the kernel killed a process of these groups because their memory limit was reached. */
  public static boolean wasOutOfMemory(List<Path> directories) {
    for (Path directory : directories) {
      for (String file : List.of("memory.events", "memory.oom_control")) {
        boolean killed =
            read(directory.resolve(file))
                .map(text -> text.lines().anyMatch(line -> line.matches("oom_kill [1-9][0-9]*")))
                .orElse(false);
        if (killed) {
          return true;
        }
      }
    }
    return false;
  }

  private Optional<Hierarchy> hierarchy(String controller) {
    String own = "/";
    String ownUnified = "/";
    for (String line : read(proc.resolve("self/cgroup")).orElse("").lines().toList()) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && List.of(parts[1].split(",")).contains(controller)) {
        own = parts[2];
      } else if (parts.length == 3 && parts[1].isEmpty()) {
        ownUnified = parts[2];
      }
    }
    for (String line : read(proc.resolve("self/mountinfo")).orElse("").lines().toList()) {
      int dash = line.indexOf(" - ");
      if (dash < 0) {
        continue;
      }
      String[] left = line.substring(0, dash).split(" ");
      String[] right = line.substring(dash + 3).split(" ");
      if (left.length < 5 || right.length < 3) {
        continue;
      }
      Path mount = Path.of(left[4]);
      if (right[0].equals("cgroup") && List.of(right[2].split(",")).contains(controller)) {
        return Optional.of(new Hierarchy(inside(mount, left[3], own), false));
      }
      if (right[0].equals("cgroup2")
          && read(mount.resolve("cgroup.controllers")).orElse("").contains(controller)) {
        return unifiedBase(mount, inside(mount, left[3], ownUnified), controller)
            .map(base -> new Hierarchy(base, true));
      }
    }
    return Optional.empty();
  }

  private static Path inside(Path mount, String mountRoot, String own) {
    String relative =
        own.startsWith(mountRoot) && !mountRoot.equals("/")
            ? own.substring(mountRoot.length())
            : own;
    Path path = mount.resolve(relative.replaceFirst("^/+", ""));
    return Files.isDirectory(path) ? path : mount;
  }

  /** A group with processes in it can't have children with controllers, except the topmost. */
  private static Optional<Path> unifiedBase(Path mount, Path own, String controller) {
    return enabled(mount, controller).or(() -> enabled(own, controller));
  }

  private static Optional<Path> enabled(Path parent, String controller) {
    try {
      byte[] enable = ("+" + controller).getBytes(StandardCharsets.US_ASCII);
      Files.write(parent.resolve("cgroup.subtree_control"), enable);
      Path base = parent.resolve("ingot");
      Files.createDirectories(base);
      Files.write(base.resolve("cgroup.subtree_control"), enable);
      return Optional.of(base);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
