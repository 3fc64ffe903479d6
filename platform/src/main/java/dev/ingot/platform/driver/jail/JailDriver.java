package dev.ingot.platform.driver.jail;

import dev.ingot.health.Check;
import dev.ingot.health.Verdict;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.Limits;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.driver.MachineDriver;
import dev.ingot.platform.driver.MachineHandle;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.image.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Machines as isolated processes of this host. */
public final class JailDriver implements MachineDriver {
  private static final int MAX_PROBE_OUTPUT = 200;
  private static final String RUN = "run";

  private final MachinePlan plan;
  private final Jail jail;
  private final Cgroups cgroups;
  private final Processes processes;
  private final Limits defaults;
  private final String groups;

  /**
   * For the machines of a home.
   *
   * @param images the source of root directories
   * @param volumeExists whether a volume of this name exists
   */
  public JailDriver(
      AgentHome home,
      ImageSource images,
      Predicate<String> volumeExists,
      Jail jail,
      Cgroups cgroups,
      Processes processes) {
    this.plan =
        new MachinePlan(
            images,
            home.platform().resolve("volumes"),
            volumeExists,
            jail.capability(),
            lowestPort(Path.of("/proc")));
    this.jail = jail;
    this.cgroups = cgroups;
    this.processes = processes;
    this.defaults = DefaultLimits.of(Path.of("/proc"));
    this.groups = "ingot-" + home.fingerprint() + "-";
  }

  private static int lowestPort(Path proc) {
    try {
      String text = Files.readString(proc.resolve("sys/net/ipv4/ip_unprivileged_port_start"));
      return Integer.parseInt(text.strip());
    } catch (IOException | NumberFormatException e) {
      return 1024;
    }
  }

  @Override
  public JailCapability capability() {
    return jail.capability();
  }

  private record ReadyJail(MachinePlan.Ready ready) implements Prepared {
    @Override
    public List<String> notes() {
      return ready.notes();
    }
  }

  @Override
  public Prepared prepare(MachineSpec spec, Path folder)
      throws PlatformException, InterruptedException {
    return new ReadyJail(plan.prepare(spec, folder.resolve(RUN)));
  }

  @Override
  public Started start(Machine machine, Prepared prepared, Path folder, Path log)
      throws PlatformException, IOException, InterruptedException {
    if (!(prepared instanceof ReadyJail(MachinePlan.Ready ready))) {
      throw new IllegalArgumentException("prepared by another driver");
    }
    Path run = Files.createDirectories(folder.resolve(RUN));
    Cgroups.Slot slot = cgroups.create(groups + machine.id(), machine.spec().limits(), defaults);
    boolean done = false;
    try {
      JailSpec spec = plan.jail(machine, ready, run);
      ownLog(log, spec);
      JailProcess process = jail.start(spec, slot, log);
      done = true;
      return new Started(
          new MachineHandle(
              process.holder(), process.init(), slot.directories(), spec.environment()),
          slot.notes());
    } finally {
      if (!done) {
        abandon(folder);
        Cgroups.remove(slot.directories());
      }
    }
  }

  /** Programs that log to /dev/stdout open it again, as the user they run as. */
  private void ownLog(Path log, JailSpec spec) throws IOException {
    Files.write(log, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
    JailSpec.User user = spec.user().orElse(new JailSpec.User(0, 0));
    if (jail.capability().mode() == JailMode.USER_NAMESPACE
        || (spec.user().isEmpty() && spec.users().isEmpty())) {
      return;
    }
    Files.setAttribute(log, "unix:uid", (int) ofHost(spec, user.uid()));
    Files.setAttribute(log, "unix:gid", (int) ofHost(spec, user.gid()));
  }

  private static long ofHost(JailSpec spec, long id) {
    return spec.users().map(users -> users.ofHost(id)).orElse(id);
  }

  @Override
  public Verdict exec(MachineHandle machine, Path folder, Check.Exec check)
      throws PlatformException, InterruptedException {
    String asked = "run " + String.join(" ", check.command()) + " in the machine";
    Path run = folder.resolve(RUN);
    StringBuilder output = new StringBuilder();
    JailExit exit =
        jail.exec(
            process(machine),
            MachinePlan.copiedRoot(run),
            run,
            check.command(),
            machine.environment(),
            (_, line) -> {
              if (output.length() < MAX_PROBE_OUTPUT) {
                output.append(output.isEmpty() ? "" : "\n").append(line);
              }
            },
            check.timeout());
    String said =
        output.isEmpty()
            ? ""
            : ": " + output.substring(0, Math.min(MAX_PROBE_OUTPUT, output.length()));
    if (exit.timedOut()) {
      return new Verdict.Unhealthy(
          asked, "no answer within " + check.timeout().toMillis() + " ms" + said);
    }
    String answered = "exit code " + exit.code() + said;
    return exit.isSuccess()
        ? new Verdict.Healthy(asked, answered)
        : new Verdict.Unhealthy(asked, answered);
  }

  private static JailProcess process(MachineHandle machine) {
    return new JailProcess(machine.holder(), machine.init());
  }

  @Override
  public MachineState ended(MachineHandle machine, Path folder, Instant now) {
    Optional<Integer> code = Jail.exitCode(folder.resolve(RUN));
    Optional<String> reason =
        Cgroups.wasOutOfMemory(machine.controlGroups())
            ? Optional.of("its memory limit was reached")
            : Optional.empty();
    return code.<MachineState>map(it -> new MachineState.Exited(it, now, reason))
        .orElse(
            new MachineState.Unknown(
                reason.orElse(
                    "its processes were killed from outside, or the host was restarted")));
  }

  @Override
  public void stop(MachineHandle machine, Duration grace) throws InterruptedException {
    boolean _ = jail.stop(process(machine), grace);
  }

  @Override
  public void release(MachineHandle machine) {
    Cgroups.remove(machine.controlGroups());
  }

  @Override
  public void abandon(Path folder) {
    String script = folder.resolve(RUN).toAbsolutePath().resolve("jail.sh").toString();
    processes.withCommandLine(script).forEach(processes::kill);
  }

  @Override
  public void sweep(Collection<MachineHandle> machines) {
    cgroups.sweep(
        groups,
        machines.stream()
            .flatMap(machine -> new ArrayList<>(machine.controlGroups()).stream())
            .collect(Collectors.toSet()));
  }
}
