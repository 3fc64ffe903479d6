package dev.ingot.platform.agent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.Limits;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.VolumeMount;
import dev.ingot.platform.driver.jail.HostRoot;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.host.Trees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A home with an agent, which ends with the test. */
abstract class AgentFixture {
  @TempDir Path folder = Path.of("/");
  AgentHome home = AgentHome.of(Path.of("/"));
  private Path root = Path.of("/");

  @BeforeEach
  void makeHome() throws IOException {
    home = AgentHome.of(folder.resolve("home"));
    root = HostRoot.make(folder.resolve("root"), "sh", "sleep", "cat");
  }

  @AfterEach
  void endEverything() throws Exception {
    Optional<ProcessHandle> process = Optional.empty();
    try (AgentClient client = connect()) {
      process = ProcessHandle.of(Long.parseLong(Files.readString(home.agentLock()).strip()));
      for (Machine machine : client.machines().all()) {
        client.machines().destroy(machine.id());
      }
      for (Balancer balancer : client.balancers().all()) {
        client.balancers().destroy(balancer.id());
      }
      client.stopAgent();
    }
    // It writes nothing to the folder any more that is about to be deleted.
    if (process.isPresent()) {
      ProcessHandle _ = process.get().onExit().get(1, TimeUnit.MINUTES);
    }
    if (!home.agentSocket().startsWith(home.path())) {
      Trees.delete(home.agentSocket().resolveSibling(".").normalize());
    }
  }

  final AgentClient connect() throws Exception {
    return AgentClient.connect(home, AgentProgram.ofThisProcess());
  }

  final MachineSpec spec(String script) {
    return spec(script, Optional.empty(), Optional.empty(), List.of(), Map.of());
  }

  final MachineSpec spec(String script, Limits limits) {
    return spec(script, Optional.empty(), Optional.empty(), limits, List.of(), Map.of());
  }

  final MachineSpec spec(
      String script,
      Optional<String> workingDirectory,
      Optional<String> user,
      List<VolumeMount> volumes,
      Map<String, String> labels) {
    return spec(script, workingDirectory, user, Limits.NONE, volumes, labels);
  }

  private MachineSpec spec(
      String script,
      Optional<String> workingDirectory,
      Optional<String> user,
      Limits limits,
      List<VolumeMount> volumes,
      Map<String, String> labels) {
    return new MachineSpec(
        "web-1",
        new MachineRoot.Directory(root),
        List.of("/bin/sh", "-c", script),
        Map.of(),
        workingDirectory,
        user,
        List.of(),
        limits,
        volumes,
        labels,
        Duration.ofSeconds(1));
  }

  static void assumeJails(AgentClient client) {
    assumeTrue(
        client.capability().mode() != JailMode.NONE,
        () -> "skipped: " + client.capability().explanation());
  }

  static void killAgent(Path path) throws Exception {
    Processes processes = Processes.ofHost();
    processes.withCommandLine(AgentMain.class.getName()).stream()
        .filter(
            process -> processes.commandLine(process.pid()).orElse("").contains(path.toString()))
        .forEach(processes::kill);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
