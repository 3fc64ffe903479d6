package dev.ingot.platform.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The specification of a machine. Machines are immutable: nothing here changes while one runs, and
 * one that dies is not restarted.
 *
 * @param name the host name inside the machine
 * @param root the origin of its root directory
 * @param command what to run; if empty, the image's entrypoint and command
 * @param environment variables for the command, over those of the image; the platform adds {@code
 *     INGOT_ADDRESS}, {@code INGOT_MACHINE} and, with at least one port, {@code INGOT_PORT}
 * @param workingDirectory the command's working directory; if empty, the image's, or else {@code /}
 * @param user {@code name}, {@code uid} or {@code uid:gid}; if empty, the image's, or else root
 * @param ports the TCP ports the machine listens on, at its own address
 * @param limits its resource limits
 * @param volumes volumes mounted read-write, which outlive the machine
 * @param labels free text for the creator's use
 * @param stopGrace time between SIGTERM and SIGKILL when the machine is stopped
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

  /** The default grace period. */
  public static final Duration DEFAULT_STOP_GRACE = Duration.ofSeconds(10);

  /** The label of machines that exist only for a test; its value names the testing process. */
  public static final String TEST_LABEL = "ingot.boot-test";

  public MachineSpec {
    command = List.copyOf(command);
    environment = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
    labels = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }
}
