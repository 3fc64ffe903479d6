package dev.ingot.platform.driver.jail;

import dev.ingot.platform.api.FileFailures;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.api.VolumeMount;
import dev.ingot.platform.image.ImageSource;
import dev.ingot.platform.image.PreparedImage;
import dev.ingot.platform.image.RootMerger;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Turns a machine's specification and image into the specification of a jail. */
final class MachinePlan {
  private final ImageSource images;
  private final Path volumes;
  private final Predicate<String> volumeExists;
  private final JailCapability capability;
  private final int lowestPort;

  /**
   * @param lowestPort the first port that anyone on this host may listen on
   */
  MachinePlan(
      ImageSource images,
      Path volumes,
      Predicate<String> volumeExists,
      JailCapability capability,
      int lowestPort) {
    this.images = images;
    this.volumes = volumes;
    this.volumeExists = volumeExists;
    this.capability = capability;
    this.lowestPort = lowestPort;
  }

  /** What is known before anything is started. */
  record Ready(
      PreparedImage image,
      JailRoot root,
      List<String> command,
      Optional<JailSpec.User> user,
      boolean mapped,
      List<String> notes) {}

  /** Where a root is copied to when layers can't be mounted. */
  static Path copiedRoot(Path run) {
    return run.resolve("copy");
  }

  Ready prepare(MachineSpec spec, Path run) throws PlatformException, InterruptedException {
    for (VolumeMount mount : spec.volumes()) {
      if (!volumeExists.test(mount.volume())) {
        throw new PlatformException(
            Code.NOT_FOUND,
            "there is no volume " + mount.volume(),
            "Create it first (resource ingot_volume).");
      }
    }
    PreparedImage image =
        switch (spec.root()) {
          case MachineRoot.Image(String digest) -> images.prepare(digest);
          case MachineRoot.Directory(Path path) -> directory(path);
        };
    List<String> command = command(spec, image);
    List<String> notes = new ArrayList<>();
    Optional<JailSpec.User> user = Optional.empty();
    Optional<String> name = spec.user().or(image::user).filter(text -> !text.isEmpty());
    if (name.isPresent()) {
      JailSpec.User found = new UserLookup(image.layers()).find(name.get());
      if (found.uid() != 0 || found.gid() != 0) {
        user = Optional.of(found);
        if (capability.mode() == JailMode.USER_NAMESPACE) {
          notes.add("the user " + name.get() + " is ignored: a user namespace has only one user");
        }
      }
    }
    if (user.isPresent() && capability.mode() == JailMode.ROOT_NAMESPACES) {
      for (VolumeMount mount : spec.volumes()) {
        ownIfEmpty(volumes.resolve(mount.volume()), user.get());
      }
    }
    return new Ready(image, root(image, run), command, user, mapped(spec, notes), notes);
  }

  /** Low ports are for the host's root alone, so whoever listens there has to be that. */
  private boolean mapped(MachineSpec spec, List<String> notes) {
    Optional<Integer> low =
        spec.ports().stream().filter(port -> port < lowestPort).min(Integer::compare);
    if (capability.mapped() && low.isPresent()) {
      notes.add(
          "its root is this host's root, since it listens on port "
              + low.get()
              + ": choose one from "
              + lowestPort
              + " on, or lower net.ipv4.ip_unprivileged_port_start (sysctl)");
    }
    return capability.mapped() && low.isEmpty();
  }

  /** A new volume is given to its first user, so that users other than root can write to it. */
  private static void ownIfEmpty(Path volume, JailSpec.User user) throws PlatformException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(volume)) {
      if (!entries.iterator().hasNext()) {
        Files.setAttribute(volume, "unix:uid", (int) user.uid());
        Files.setAttribute(volume, "unix:gid", (int) user.gid());
      }
    } catch (IOException e) {
      throw FileFailures.of("can't give the volume " + volume.getFileName() + " to its user", e);
    }
  }

  private static PreparedImage directory(Path path) throws PlatformException {
    if (!path.isAbsolute() || !Files.isDirectory(path)) {
      throw new PlatformException(
          Code.NOT_FOUND, "there is no directory " + path, "Give the absolute path of a root.");
    }
    return new PreparedImage(
        "", List.of(path), List.of(), List.of(), Map.of(), Optional.empty(), Optional.empty());
  }

  private static List<String> command(MachineSpec spec, PreparedImage image)
      throws PlatformException {
    if (!spec.command().isEmpty()) {
      return spec.command();
    }
    List<String> command = new ArrayList<>(image.entrypoint());
    command.addAll(image.command());
    if (command.isEmpty()) {
      throw new PlatformException(
          Code.INVALID,
          "machine " + spec.name() + " has no command, and neither has its image",
          "Give the machine a command, or the image an entrypoint.");
    }
    return command;
  }

  private JailRoot root(PreparedImage image, Path run)
      throws PlatformException, InterruptedException {
    if (capability.overlay()) {
      return new JailRoot.Layers(image.layers());
    }
    Path copy = copiedRoot(run);
    RootMerger.merge(image.layers(), copy);
    return new JailRoot.Directory(copy, true);
  }

  JailSpec jail(Machine machine, Ready ready, Path run) {
    MachineSpec spec = machine.spec();
    Map<String, String> environment = new LinkedHashMap<>(ready.image().environment());
    environment.putAll(spec.environment());
    environment.putIfAbsent("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.putIfAbsent("HOME", "/");
    environment.put("HOSTNAME", spec.name());
    environment.put("INGOT_ADDRESS", machine.address());
    environment.put("INGOT_MACHINE", machine.id());
    if (!spec.ports().isEmpty()) {
      environment.put("INGOT_PORT", Integer.toString(spec.ports().getFirst()));
    }
    List<JailSpec.Bind> binds =
        spec.volumes().stream()
            .map(mount -> new JailSpec.Bind(volumes.resolve(mount.volume()), mount.path(), false))
            .toList();
    return new JailSpec(
        run,
        ready.root(),
        spec.name(),
        ready.command(),
        environment,
        spec.workingDirectory()
            .or(ready.image()::workingDirectory)
            .filter(d -> !d.isEmpty())
            .orElse("/"),
        ready.user(),
        binds,
        JailSpec.Privileges.SEALED,
        JailSpec.Network.HOST,
        spec.limits(),
        ready.mapped() ? Optional.of(UserRange.ofAddress(machine.address())) : Optional.empty(),
        JailSpec.DEFAULT_HOSTS + machine.address() + " " + spec.name() + "\n");
  }
}
