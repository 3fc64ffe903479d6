package dev.ingot.platform.driver.jail;

import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.driver.entry.Entry;
import dev.ingot.platform.driver.entry.MappedMounts;
import dev.ingot.platform.driver.entry.MappedOverlay;
import dev.ingot.platform.host.HostPrograms;
import dev.ingot.platform.host.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds the strongest isolation this host allows, by trying. */
public final class JailDetector {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Enters a jail as machines do: with a system call filter, then without. */
  private static final String ENTER =
      """
      cd "$1" && umask 077 || exit 1
      enter() {
        for way in filtered plain; do
          cat "$1/$way" >"$1/$way.run" && chmod 500 "$1/$way.run" || exit 1
          "$1/$way.run" && echo "$way" && return
        done
        exit 1
      }
      """;

  private static final Path TRIAL_USERS = Path.of("/trial");

  /** Before everything else, since afterwards the host's procfs has other numbers. */
  private static final String MAP =
      UserNamespace.shell(UserRange.ofDirectory(TRIAL_USERS))
          + """
          directory=$1
          shift
          map_users "$directory" 2>/dev/null
          exec "$@" "$directory"
          """;

  /** Layers and what is written over them, with users that are nobody's on this host. */
  private static final String MAPPED =
      """
      mapped() {
        [ -e /proc/self/fd/4 ] && mkdir -p t/u t/w i/a i/b i/t || return 1
        cat program >a/program && chmod 700 a/program || return 1
        for p in map overlay inside; do cat $p >$p.run && chmod 500 $p.run || return 1; done
        ./map.run && ./overlay.run && ./inside.run && [ -d t/u/made ]
      }
      """;

  private static final String TRIAL =
      ENTER
          + MAPPED
          + """
          cd "$1" && mkdir -p a b u w m || exit 1
          mount -t tmpfs tmpfs m || exit 1
          umount m
          mkdir -p m/p 2>/dev/null; mount -t proc proc m/p || exit 1
          umount m/p; rmdir m/p
          mount --bind a m || exit 1
          umount m
          enter "$1"
          echo namespaces
          mount -t overlay -o userxattr,lowerdir=a:b,upperdir=u,workdir=w overlay m && : >m/x && mv m/x m/y && rm m/y && umount m && echo overlay
          ( mapped ) 2>/dev/null && echo mapped
          exit 0
          """;

  /** Stands for the directory of a trial in a command. */
  private static final String HERE = "\0";

  private static final List<MappedMounts.Mount> TRIED =
      List.of(
          new MappedMounts.Mount("a", "i/a"),
          new MappedMounts.Mount("b", "i/b"),
          new MappedMounts.Mount("t", "i/t"));

  private final Path scratch;
  private final String path;

  /**
   * Makes its trials below this directory, which should be on the file system that machines will
   * use.
   */
  public JailDetector(Path scratch) {
    this(scratch, HostPrograms.PATH);
  }

  /** The same, with programs from other folders. */
  JailDetector(Path scratch, String path) {
    this.scratch = scratch;
    this.path = path;
  }

  private record Trial(List<String> output, String error) {
    boolean works() {
      return output.contains("namespaces");
    }

    boolean filtered() {
      return output.contains("filtered");
    }

    boolean mapped() {
      return output.contains("mapped");
    }

    boolean overlay() {
      return output.contains("overlay");
    }
  }

  /** The strongest that works. */
  public JailCapability detect() {
    if (!Entry.isPossible()) {
      return none(List.of("machines are not supported on " + System.getProperty("os.arch")));
    }
    List<String> reasons = new ArrayList<>();
    for (JailMode mode :
        List.of(JailMode.ROOT_NAMESPACES, JailMode.USER_NAMESPACE, JailMode.CHROOT_ONLY)) {
      JailCapability capability = tryMode(mode, reasons);
      if (capability.mode() != JailMode.NONE) {
        return capability;
      }
    }
    return none(reasons);
  }

  /** Only this kind, or {@link JailMode#NONE} with the reason when it doesn't work here. */
  public JailCapability detect(JailMode mode) {
    if (!Entry.isPossible()) {
      return detect();
    }
    List<String> reasons = new ArrayList<>();
    JailCapability capability = tryMode(mode, reasons);
    return capability.mode() == mode ? capability : none(reasons);
  }

  private JailCapability tryMode(JailMode mode, List<String> reasons) {
    return switch (mode) {
      case ROOT_NAMESPACES -> namespaces(mode, reasons);
      case USER_NAMESPACE -> namespaces(mode, reasons);
      case CHROOT_ONLY -> chroot(reasons);
      case NONE -> none(reasons);
    };
  }

  private JailCapability namespaces(JailMode mode, List<String> reasons) {
    List<String> last = List.of();
    for (boolean cgroup : List.of(true, false)) {
      List<String> command = new ArrayList<>();
      if (mode == JailMode.ROOT_NAMESPACES) {
        command.addAll(List.of("/bin/sh", "-c", MAP, "sh", HERE));
      }
      command.add("unshare");
      if (mode == JailMode.USER_NAMESPACE) {
        command.add("--user");
        command.add("--map-root-user");
      }
      command.addAll(List.of("--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child"));
      if (cgroup) {
        command.add("--cgroup");
      }
      command.addAll(List.of("/bin/sh", "-c", TRIAL, "sh"));
      Trial trial = attempt(command, false);
      if (trial.works()) {
        return new JailCapability(
            mode,
            trial.overlay(),
            cgroup,
            trial.filtered(),
            trial.overlay() && trial.mapped(),
            explain(mode, trial));
      }
      last = List.of(trial.error());
    }
    reasons.add(
        (mode == JailMode.ROOT_NAMESPACES ? "namespaces: " : "user namespaces: ")
            + String.join("", last));
    return none(reasons);
  }

  private static String explain(JailMode mode, Trial trial) {
    String overlay =
        trial.overlay()
            ? ""
            : " Layers can't be mounted over each other here, so roots are copied: starts take"
                + " longer and more disk.";
    if (mode == JailMode.ROOT_NAMESPACES) {
      return "Machines run in namespaces of their own over a read-only root."
          + unmapped(trial)
          + unfiltered(trial)
          + overlay;
    }
    return "Not running as root: machines run in unprivileged user namespaces; every process in"
        + " them is mapped to one user, and memory and processor limits may not be in force."
        + unfiltered(trial)
        + overlay;
  }

  private static String unmapped(Trial trial) {
    return trial.overlay() && trial.mapped()
        ? ""
        : " The root user of a machine is this host's root with few rights, since users can't be"
            + " mapped here: that needs Linux 5.19, user namespaces (user.max_user_namespaces) and"
            + " a file system such as ext4, xfs or btrfs below INGOT_HOME.";
  }

  private static String unfiltered(Trial trial) {
    return trial.filtered()
        ? ""
        : " This kernel can't filter system calls (seccomp), so all of its calls are open to"
            + " machines.";
  }

  private JailCapability chroot(List<String> reasons) {
    Trial trial =
        attempt(List.of("/bin/sh", "-c", ENTER + "enter \"$1\"\necho namespaces\n", "sh"), true);
    if (!trial.works()) {
      reasons.add("chroot: " + trial.error());
      return none(reasons);
    }
    return new JailCapability(
        JailMode.CHROOT_ONLY,
        false,
        false,
        trial.filtered(),
        false,
        "This host allows no namespaces ("
            + String.join("; ", reasons)
            + "), as is usual inside an unprivileged container: machines are separated by chroot"
            + " alone, which a process that runs as root can leave. Their roots are copies and not"
            + " read-only, they see each other's processes, and volumes and limits don't work. Use"
            + " it for trials; for isolation run on a host, or give the container CAP_SYS_ADMIN."
            + unfiltered(trial));
  }

  private static JailCapability none(List<String> reasons) {
    return new JailCapability(
        JailMode.NONE,
        false,
        false,
        false,
        false,
        "Neither namespaces nor chroot work here ("
            + String.join("; ", reasons)
            + "). Run as root, or allow unprivileged user namespaces"
            + " (sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces>0).");
  }

  private Trial attempt(List<String> command, boolean bestEffort) {
    try {
      Files.createDirectories(scratch);
      Path directory = Files.createTempDirectory(scratch, "trial");
      // The shell looks the program up in the PATH given here, Java in that of this process.
      List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\"", "sh"));
      for (String word : command) {
        words.add(word.equals(HERE) ? directory.toAbsolutePath().toString() : word);
      }
      words.add(directory.toAbsolutePath().toString());
      Files.write(directory.resolve("filtered"), JailEntry.trial(true, bestEffort).render());
      Files.write(directory.resolve("plain"), JailEntry.trial(false, bestEffort).render());
      Files.write(directory.resolve("program"), MappedMounts.trial());
      Files.write(directory.resolve("inside"), JailEntry.mappedTrial().render());
      Files.write(
          directory.resolve("map"), new MappedMounts(UserNamespace.DESCRIPTOR, TRIED).render());
      Files.write(
          directory.resolve("overlay"),
          new MappedOverlay(
                  UserRange.ofDirectory(TRIAL_USERS).first(),
                  "userxattr,lowerdir=i/a:i/b,upperdir=i/t/u,workdir=i/t/w",
                  "m")
              .render());
      Path output = directory.resolve("out");
      Path error = directory.resolve("err");
      ProcessBuilder builder = new ProcessBuilder(words);
      builder.environment().put("PATH", path);
      builder.redirectInput(Path.of("/dev/null").toFile());
      builder.redirectOutput(output.toFile());
      builder.redirectError(error.toFile());
      try {
        Process process = builder.start();
        if (!process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          return new Trial(List.of(), "no answer");
        }
        return new Trial(
            Files.readAllLines(output, StandardCharsets.UTF_8),
            Files.readAllLines(error, StandardCharsets.UTF_8).stream()
                .findFirst()
                .orElse("refused"));
      } finally {
        Trees.delete(directory);
      }
    } catch (IOException e) {
      return new Trial(List.of(), String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Trial(List.of(), "interrupted");
    }
  }
}
