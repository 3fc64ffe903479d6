package dev.ingot.platform.provider;

import dev.ingot.health.Traffic;
import dev.ingot.health.Verdict;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.BackendStatus;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.Volume;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A platform in memory. */
final class FakePlatform implements PlatformAccess {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  final Map<String, Machine> machines = new HashMap<>();
  final Map<String, Balancer> balancers = new HashMap<>();
  final Map<String, Volume> volumes = new HashMap<>();
  final List<String> updates = new ArrayList<>();
  boolean endsAtOnce;
  boolean full;

  @Override
  public Machine createMachine(String id, MachineSpec spec) throws PlatformException {
    if (full) {
      throw new PlatformException(
          PlatformException.Code.NO_SPACE, "the disk is full", "Free some space.");
    }
    return machines.computeIfAbsent(
        id,
        key ->
            new Machine(
                key,
                spec,
                "127.0.1." + (machines.size() + 1),
                NOW,
                endsAtOnce
                    ? new MachineState.Exited(3, NOW, Optional.empty())
                    : new MachineState.Running(42),
                JailMode.CHROOT_ONLY,
                List.of()));
  }

  /** A machine ends by itself. */
  void kill(String id) {
    machines.computeIfPresent(
        id,
        (key, machine) ->
            new Machine(
                key,
                machine.spec(),
                machine.address(),
                machine.createdAt(),
                new MachineState.Exited(137, NOW, Optional.empty()),
                machine.mode(),
                machine.notes()));
  }

  @Override
  public Optional<Machine> findMachine(String id) {
    return Optional.ofNullable(machines.get(id));
  }

  @Override
  public void destroyMachine(String id) {
    machines.remove(id);
  }

  @Override
  public String lastLines(String id, int lines) {
    return "no such file\n";
  }

  private static Balancer balancer(String id, BalancerSpec spec) {
    return new Balancer(
        id,
        spec,
        NOW,
        true,
        7,
        0,
        0,
        0,
        spec.backends().stream().map(FakePlatform::status).toList());
  }

  private static BackendStatus status(Backend backend) {
    return new BackendStatus(
        backend,
        BackendStatus.Phase.ACTIVE,
        new Verdict.Healthy("asked", "well"),
        0,
        0,
        Traffic.NONE);
  }

  @Override
  public Balancer createBalancer(String id, BalancerSpec spec) throws PlatformException {
    boolean taken =
        balancers.values().stream()
            .anyMatch(other -> !other.id().equals(id) && other.spec().port() == spec.port());
    if (taken) {
      throw new PlatformException(
          PlatformException.Code.PORT_TAKEN,
          "port " + spec.port() + " is taken",
          "Choose another port.");
    }
    return balancers.computeIfAbsent(id, key -> balancer(key, spec));
  }

  @Override
  public Balancer updateBalancer(String id, BalancerSpec spec) {
    updates.add(id);
    Balancer changed = balancer(id, spec);
    balancers.put(id, changed);
    return changed;
  }

  @Override
  public Optional<Balancer> findBalancer(String id) {
    return Optional.ofNullable(balancers.get(id));
  }

  @Override
  public void destroyBalancer(String id) {
    balancers.remove(id);
  }

  @Override
  public Volume createVolume(String name, int snapshots) {
    return volumes.computeIfAbsent(
        name, key -> new Volume(key, Path.of("/volumes", key), NOW, List.of()));
  }

  @Override
  public Optional<Volume> findVolume(String name) {
    return Optional.ofNullable(volumes.get(name));
  }

  @Override
  public void deleteVolume(String name) {
    volumes.remove(name);
  }

  @Override
  public void close() {}
}
