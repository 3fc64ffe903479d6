package dev.ingot.platform.machine;

import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.api.VolumeMount;
import java.util.HashSet;
import java.util.Set;

/** The rules for a machine's specification. */
final class MachineRules {
  private static final long LEAST_MEMORY = 4L << 20;

  private MachineRules() {}

  static void check(String id, MachineSpec spec) throws PlatformException {
    require(
        id.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}"),
        "\"" + id + "\" is not a valid machine id",
        "Use up to 100 letters, digits, - _ and ., starting with a letter or digit.");
    require(
        spec.name().matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?"),
        "\"" + spec.name() + "\" is not a valid host name",
        "Use up to 63 letters, digits, - and ..");
    for (String variable : spec.environment().keySet()) {
      require(
          variable.matches("[A-Za-z_][A-Za-z0-9_]*"),
          "\"" + variable + "\" is not a valid name for an environment variable",
          "Use letters, digits and _.");
    }
    require(
        !String.join("", spec.environment().values()).contains("\0")
            && !String.join("", spec.command()).contains("\0"),
        "a command or variable contains a NUL character",
        "Remove it.");
    require(
        spec.limits().memoryBytes().isEmpty()
            || spec.limits().memoryBytes().getAsLong() >= LEAST_MEMORY,
        "a memory limit below 4 MiB lets no process start",
        "Give more memory.");
    require(
        spec.limits().processes().isEmpty() || spec.limits().processes().getAsLong() >= 1,
        "a process limit below 1 lets no process start",
        "Give at least 1.");
    require(
        spec.limits().cpus().isEmpty() || spec.limits().cpus().getAsDouble() > 0,
        "a processor limit must be above 0",
        "0.5 is half of one processor.");
    Set<String> targets = new HashSet<>();
    for (VolumeMount mount : spec.volumes()) {
      require(
          mount.path().startsWith("/")
              && mount.path().length() > 1
              && !("/" + mount.path() + "/").contains("/../"),
          "\"" + mount.path() + "\" is not a valid mount point",
          "Give an absolute path inside the machine.");
      require(
          targets.add(mount.path()),
          "two volumes are mounted at " + mount.path(),
          "Use a different path for each.");
    }
    boolean workable =
        spec.workingDirectory()
            .map(path -> path.startsWith("/") && !(path + "/").contains("/../"))
            .orElse(true);
    require(workable, "the working directory is not an absolute path", "Start it with /.");
    for (String text : spec.command()) {
      require(text.indexOf('\0') < 0, "the command contains a NUL character", "Remove it.");
    }
    for (String text : spec.environment().values()) {
      require(text.indexOf('\0') < 0, "the environment contains a NUL character", "Remove it.");
    }
  }

  private static void require(boolean holds, String problem, String remedy)
      throws PlatformException {
    if (!holds) {
      throw new PlatformException(Code.INVALID, problem, remedy);
    }
  }
}
