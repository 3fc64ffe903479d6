package dev.ingot.platform.agent;

import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.run.StandardComponents;
import dev.ingot.http.UnixHttpServer;
import dev.ingot.http.Watchdog;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.driver.MachineDriver;
import dev.ingot.platform.driver.jail.Cgroups;
import dev.ingot.platform.driver.jail.Jail;
import dev.ingot.platform.driver.jail.JailDetector;
import dev.ingot.platform.driver.jail.JailDriver;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.host.Trees;
import dev.ingot.platform.image.RegistryImages;
import dev.ingot.platform.machine.LogLimit;
import dev.ingot.platform.machine.Machines;
import dev.ingot.platform.probe.NetworkProber;
import dev.ingot.platform.program.JavaCommand;
import dev.ingot.platform.volume.VolumeStore;
import dev.ingot.storage.log.Field;
import dev.ingot.storage.log.Level;
import dev.ingot.storage.log.Log;
import dev.ingot.storage.log.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The agent's process. Arguments: INGOT_HOME and the folder for short socket paths. One runs for
 * each home; a second one ends at once. It ends by itself when it owns nothing and nobody asks
 * anything, and with its machines when its home was removed.
 */
public final class AgentMain {
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final Duration SWEEP = Duration.ofSeconds(10);
  private static final long LOG_BYTES = 4L << 20;
  private static final int LOGS_KEPT = 3;
  private static final Duration FINISH = Duration.ofSeconds(30);

  private AgentMain() {}

  /** Runs until it is told to exit or is idle. */
  public static void main(String[] arguments) throws Exception {
    AgentHome home = new AgentHome(Path.of(arguments[0]), Path.of(arguments[1]));
    int code = run(home);
    System.exit(code);
  }

  private static int run(AgentHome home) throws IOException, InterruptedException {
    Clock clock = Clock.systemUTC();
    // Whoever starts this process restarts it when it is killed; nobody restarts that one.
    Optional<ProcessHandle> guard = ProcessHandle.current().parent();
    boolean unguarded;
    try {
      home.create();
      try (FileChannel channel =
              FileChannel.open(
                  home.agentLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = tryLock(channel)) {
        if (lock == null) {
          System.out.println(clock.instant() + " another agent has this home");
          return 0;
        }
        byte[] pid =
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        int _ = channel.write(ByteBuffer.wrap(pid));
        try (LogFile file = LogFile.open(home.agentLog(), LOG_BYTES, LOGS_KEPT)) {
          Log log = new Log(file, Level.INFO, clock);
          unguarded = serve(home, guard, log, clock);
          log.info("agent ends", Field.of("pid", ProcessHandle.current().pid()));
        }
      }
      if (unguarded) {
        // The next one, which finds the machines of this one, gets a guard of its own.
        Process _ = AgentProgram.start(JavaCommand.ofThisProcess(), home);
      }
      return 0;
    } catch (PlatformException e) {
      System.out.println(e.describe());
      return 3;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    return channel.tryLock();
  }

  /** Serves until it is told to exit, is idle, or its guard is gone, which it answers. */
  private static boolean serve(AgentHome home, Optional<ProcessHandle> guard, Log log, Clock clock)
      throws IOException, PlatformException, InterruptedException {
    Processes processes = Processes.ofHost();
    Path trial = home.platform().resolve("trial");
    Trees.delete(trial);
    JailCapability capability = new JailDetector(trial).detect();
    Jail jail = new Jail(capability, processes, new Cgroups(Path.of("/proc")));
    try (Watchdog watchdog = new Watchdog();
        LogLimit logs = LogLimit.start(home)) {
      RegistryImages images = RegistryImages.of(home.path(), capability);
      AtomicReference<Machines> owner = new AtomicReference<>();
      VolumeStore volumes =
          new VolumeStore(
              home.platform().resolve("volumes"),
              name -> {
                Machines machines = owner.get();
                return machines == null ? java.util.List.of() : machines.withVolume(name);
              },
              clock);
      MachineDriver driver =
          new JailDriver(
              home,
              images,
              name -> Files.isDirectory(home.platform().resolve("volumes").resolve(name)),
              jail,
              new Cgroups(Path.of("/proc")),
              processes);
      Machines machines =
          new Machines(home, driver, processes, new NetworkProber(watchdog), logs, log, clock);
      owner.set(machines);
      Balancers balancers =
          new Balancers(home, JavaCommand.ofThisProcess(), processes, watchdog, log, clock);
      machines.adopt();
      balancers.adopt();
      Housekeeping housekeeping =
          new Housekeeping(
              machines,
              images,
              StandardComponents.killedBakes(BakeJournal.folderIn(home.path())),
              home.platform(),
              processes,
              log,
              clock);
      Activity activity = new Activity(clock.millis());
      AgentApi api = new AgentApi(capability, machines, balancers, volumes, activity, clock);
      try (UnixHttpServer _ = UnixHttpServer.start(home.agentSocket(), api, watchdog)) {
        log.info(
            "agent serves",
            Field.of("pid", ProcessHandle.current().pid()),
            Field.of("home", home.path()),
            Field.of("isolation", capability.mode()),
            Field.of("filtered", capability.filtered()),
            Field.of("mapped", capability.mapped()));
        boolean unguarded = false;
        while (!unguarded && !activity.awaitExitRequest(SWEEP.toMillis())) {
          if (!Files.isDirectory(home.platform())) {
            housekeeping.endMachines();
            break;
          }
          housekeeping.run();
          long idleSince = clock.millis() - IDLE.toMillis();
          if (machines.isEmpty() && balancers.isEmpty() && activity.exitIfIdleSince(idleSince)) {
            break;
          }
          unguarded = guard.isPresent() && !ProcessHandle.current().parent().equals(guard);
          if (unguarded) {
            log.warn("guard was killed, another agent takes over");
          }
        }
        activity.awaitIdle(FINISH.toMillis());
        return unguarded;
      }
    }
  }
}
