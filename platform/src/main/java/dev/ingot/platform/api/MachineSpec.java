package dev.ingot.platform.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a machine is to be. A machine is immutable: nothing here changes while it lives, and a
 * machine that dies stays dead.
 *
 * @param name the host name inside the machine
 * @param root where its root comes from
 * @param command what to run; empty runs the image's own entrypoint and command
 * @param environment variables for the command, over those of the image; the platform adds {@code
 *     INGOT_ADDRESS}, {@code INGOT_MACHINE} and, with at least one port, {@code INGOT_PORT}
 * @param workingDirectory where the command starts; empty takes the image's, then {@code /}
 * @param user {@code name}, {@code uid} or {@code uid:gid}; empty takes the image's, then root
 * @param ports the TCP ports the machine listens on, at its own address
 * @param limits its resource limits
 * @param volumes what is mounted read-write and survives the machine
 * @param labels free text for the owner
 * @param stopGrace how long the command may take to end after SIGTERM before SIGKILL
 */
public record MachineSpec(
    String name,
    MachineRoot root,
    List<String> command,
    Map<String, String> environment,
    Optional<String> workingDirectory,
    Optional<String> user,
    List<Integer> ports,
    Limits limits,
    List<VolumeMount> volumes,
    Map<String, String> labels,
    Duration stopGrace) {

  /** The grace a machine gets when nothing else is said. */
  public static final Duration DEFAULT_STOP_GRACE = Duration.ofSeconds(10);

  /** The label of machines that are only for a test; its value names the process that tests. */
  public static final String TEST_LABEL = "ingot.boot-test";

  public MachineSpec {
    command = List.copyOf(command);
    environment = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
    labels = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** A machine with a name and a root, everything else at its default. */
  public static MachineSpec of(String name, MachineRoot root) {
    return new MachineSpec(
        name,
        root,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Limits.NONE,
        List.of(),
        Map.of(),
        DEFAULT_STOP_GRACE);
  }

  /** The same with this command. */
  public MachineSpec withCommand(List<String> value) {
    return new MachineSpec(
        name,
        root,
        value,
        environment,
        workingDirectory,
        user,
        ports,
        limits,
        volumes,
        labels,
        stopGrace);
  }

  /** The same with this environment. */
  public MachineSpec withEnvironment(Map<String, String> value) {
    return new MachineSpec(
        name,
        root,
        command,
        value,
        workingDirectory,
        user,
        ports,
        limits,
        volumes,
        labels,
        stopGrace);
  }

  /** The same with this working directory. */
  public MachineSpec withWorkingDirectory(String value) {
    return new MachineSpec(
        name,
        root,
        command,
        environment,
        Optional.of(value),
        user,
        ports,
        limits,
        volumes,
        labels,
        stopGrace);
  }

  /** The same run by this user. */
  public MachineSpec withUser(String value) {
    return new MachineSpec(
        name,
        root,
        command,
        environment,
        workingDirectory,
        Optional.of(value),
        ports,
        limits,
        volumes,
        labels,
        stopGrace);
  }

  /** The same with these ports. */
  public MachineSpec withPorts(List<Integer> value) {
    return new MachineSpec(
        name,
        root,
        command,
        environment,
        workingDirectory,
        user,
        value,
        limits,
        volumes,
        labels,
        stopGrace);
  }

  /** The same with these limits. */
  public MachineSpec withLimits(Limits value) {
    return new MachineSpec(
        name,
        root,
        command,
        environment,
        workingDirectory,
        user,
        ports,
        value,
        volumes,
        labels,
        stopGrace);
  }

  /** The same with these volumes. */
  public MachineSpec withVolumes(List<VolumeMount> value) {
    return new MachineSpec(
        name,
        root,
        command,
        environment,
        workingDirectory,
        user,
        ports,
        limits,
        value,
        labels,
        stopGrace);
  }

  /** The same with these labels. */
  public MachineSpec withLabels(Map<String, String> value) {
    return new MachineSpec(
        name,
        root,
        command,
        environment,
        workingDirectory,
        user,
        ports,
        limits,
        volumes,
        value,
        stopGrace);
  }

  /** The same with this grace. */
  public MachineSpec withStopGrace(Duration value) {
    return new MachineSpec(
        name,
        root,
        command,
        environment,
        workingDirectory,
        user,
        ports,
        limits,
        volumes,
        labels,
        value);
  }
}
