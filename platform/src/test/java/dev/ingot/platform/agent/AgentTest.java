package dev.ingot.platform.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.bake.process.ProcessOwner;
import dev.ingot.health.Check;
import dev.ingot.health.Verdict;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.VolumeMount;
import dev.ingot.platform.balancer.BalancerMain;
import dev.ingot.platform.driver.jail.HostRoot;
import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.host.Trees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentTest {
  @TempDir private Path folder = Path.of("/");
  private AgentHome home = AgentHome.of(Path.of("/"));
  private Path root = Path.of("/");

  @BeforeEach
  void makeHome() throws IOException {
    home = AgentHome.of(folder.resolve("home"));
    root = HostRoot.make(folder.resolve("root"), "sh", "sleep", "cat");
  }

  @AfterEach
  void endEverything() throws Exception {
    try (AgentClient client = connect()) {
      for (Machine machine : client.machines().all()) {
        client.machines().destroy(machine.id());
      }
      for (Balancer balancer : client.balancers().all()) {
        client.balancers().destroy(balancer.id());
      }
      client.stopAgent();
    }
    while (AgentClient.connectIfRunning(home).isPresent()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    if (!home.agentSocket().startsWith(home.path())) {
      Trees.delete(home.agentSocket().resolveSibling(".").normalize());
    }
  }

  private AgentClient connect() throws Exception {
    return AgentClient.connect(home, AgentProgram.ofThisProcess());
  }

  private MachineSpec spec(String script) {
    return MachineSpec.of("web-1", new MachineRoot.Directory(root))
        .withCommand(List.of("/bin/sh", "-c", script))
        .withStopGrace(Duration.ofSeconds(1));
  }

  private static void assumeJails(AgentClient client) {
    assumeTrue(
        client.capability().mode() != JailMode.NONE,
        () -> "skipped: " + client.capability().explanation());
  }

  private static void killAgent(Path path) throws Exception {
    Processes processes = Processes.ofHost();
    processes.withCommandLine(AgentMain.class.getName()).stream()
        .filter(
            process -> processes.commandLine(process.pid()).orElse("").contains(path.toString()))
        .forEach(processes::kill);
  }

  private static Machine awaitEnd(AgentClient client, String id) throws Exception {
    Machine machine = client.machines().find(id).orElseThrow();
    while (machine.isRunning()) {
      TimeUnit.MILLISECONDS.sleep(10);
      machine = client.machines().find(id).orElseThrow();
    }
    return machine;
  }

  @Test
  void aMachineLivesThroughTheDeathOfItsAgentAndIsAdopted() throws Exception {
    Machine machine;
    try (AgentClient client = connect()) {
      assumeJails(client);
      machine =
          client
              .machines()
              .create(
                  "m1",
                  spec(
                      "echo at $INGOT_ADDRESS as $INGOT_MACHINE; trap 'exit 3' TERM; while :; do"
                          + " sleep 0.05; done"));
      assertThat(machine.address()).startsWith("127.").doesNotStartWith("127.0.0.");
      assertThat(machine.isRunning()).isTrue();
    }
    killAgent(home.path());
    try (AgentClient client = connect()) {
      Machine adopted = client.machines().find("m1").orElseThrow();
      assertThat(adopted).isEqualTo(machine);
      assertThat(client.machines().create("m1", machine.spec())).isEqualTo(machine);
      assertThat(client.machines().logs(machine.address(), 10).text())
          .isEqualTo("at " + machine.address() + " as m1\n");
      assertThat(client.machines().destroy("m1")).isTrue();
      assertThat(client.machines().destroy("m1")).isFalse();
      assertThat(client.machines().find("m1")).isEmpty();
      assertThat(client.machines().logs(machine.address(), 10).text())
          .as("the log of a destroyed machine is kept")
          .isEqualTo("at " + machine.address() + " as m1\n");
    }
  }

  @Test
  void aCommandGoesOnWithAnotherAgentWhenItsOwnIsKilled() throws Exception {
    try (AgentClient client = connect()) {
      assumeJails(client);
      Machine machine = client.machines().create("m1", spec("sleep 100"));
      killAgent(home.path());
      assertThat(client.machines().create("m1", machine.spec())).isEqualTo(machine);
      killAgent(home.path());
      assertThat(client.machines().all()).containsExactly(machine);
      killAgent(home.path());
      assertThat(client.machines().destroy("m1")).isTrue();
      assertThat(client.machines().all()).isEmpty();
    }
  }

  @Test
  void anAgentWhoseSocketIsRemovedIsReachedAgain() throws Exception {
    try (AgentClient client = connect()) {
      assumeJails(client);
    }
    String before = Files.readString(home.agentLock());
    Files.delete(home.agentSocket());
    try (AgentClient client = connect()) {
      assertThat(client.machines().all()).isEmpty();
    }
    assertThat(Files.readString(home.agentLock())).as("the same agent").isEqualTo(before);
  }

  @Test
  void aBalancerWhoseSocketIsRemovedIsReachedAgain() throws Exception {
    try (AgentClient client = connect()) {
      BalancerSpec spec = BalancerSpec.http("web", freePort());
      client.balancers().create("b1", spec);
      Path socket = home.socket("balancer-b1.sock");
      Files.delete(socket);
      while (!Files.exists(socket)) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertThat(client.balancers().update("b1", spec).spec()).isEqualTo(spec);
      assertThat(Files.readString(home.agentLog())).contains("INFO \"balancer was created\"");
    }
  }

  @Test
  void anAgentThatIsKilledComesBackWithoutBeingAsked() throws Exception {
    try (AgentClient client = connect()) {
      assumeJails(client);
    }
    long agent = Long.parseLong(Files.readString(home.agentLock()));
    ProcessHandle.of(agent).orElseThrow().destroyForcibly();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (Files.readString(home.agentLock()).equals(Long.toString(agent))
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(Files.readString(home.agentLock())).isNotEqualTo(Long.toString(agent));
    assertThat(Processes.ofHost().commandLine(agent)).isEmpty();
  }

  @Test
  void aMachineForATestGoesWithTheProcessThatTested() throws Exception {
    Process tester = new ProcessBuilder("sleep", "100").start();
    ProcessOwner self = ProcessOwner.current("test");
    ProcessOwner owner =
        new ProcessOwner(
            "test",
            tester.pid(),
            self.space(),
            tester.info().startInstant().orElseThrow().toEpochMilli());
    try (AgentClient client = connect()) {
      assumeJails(client);
      client.machines().create("m1", spec("sleep 100"));
      client
          .machines()
          .create(
              "m2", spec("sleep 100").withLabels(Map.of(MachineSpec.TEST_LABEL, owner.toString())));
      tester.destroyForcibly().waitFor();
      while (client.machines().all().size() == 2) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThat(client.machines().all()).extracting(Machine::id).containsExactly("m1");
    } finally {
      tester.destroyForcibly();
    }
  }

  @Test
  void whoRemovesTheHomeEndsAllThatRunsFromIt() throws Exception {
    ProcessHandle machine;
    try (AgentClient client = connect()) {
      assumeJails(client);
      client.machines().create("m1", spec("exec sleep 98765"));
      client.balancers().create("b1", BalancerSpec.http("web", freePort()));
      machine =
          ProcessHandle.allProcesses()
              .filter(process -> commandLine(process).contains("sleep 98765"))
              .findFirst()
              .orElseThrow();
    }
    List<ProcessIdentity> own = own();
    assertThat(own).as("the agent, its guard, the balancer").hasSize(3);
    Trees.delete(home.path());

    Instant deadline = Instant.now().plusSeconds(60);
    while (Instant.now().isBefore(deadline) && (machine.isAlive() || !own().isEmpty())) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(own()).isEmpty();
    assertThat(machine.isAlive()).isFalse();
  }

  /** The agent of this home and its balancers. */
  private List<ProcessIdentity> own() {
    Processes processes = Processes.ofHost();
    return Stream.of(AgentMain.class, BalancerMain.class)
        .flatMap(type -> processes.withCommandLine(type.getName()).stream())
        .filter(
            process ->
                processes.commandLine(process.pid()).orElse("").contains(home.path().toString()))
        .toList();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static String commandLine(ProcessHandle process) {
    return Processes.ofHost().commandLine(process.pid()).orElse("");
  }

  @Test
  void aMachineThatPrintsWithoutEndFillsNoDisk() throws Exception {
    try (AgentClient client = connect()) {
      assumeJails(client);
      client.machines().create("m1", spec("while :; do cat /bin/sh /bin/sh /bin/sh /bin/sh; done"));
      Path logs = home.platform().resolve("machines/m1");
      long most = 0;
      long until = System.nanoTime() + Duration.ofSeconds(4).toNanos();
      while (System.nanoTime() < until) {
        long size = 0;
        for (String name : List.of("machine.log", "machine.log.1")) {
          size += Files.exists(logs.resolve(name)) ? Files.size(logs.resolve(name)) : 0;
        }
        most = Math.max(most, size);
        Thread.onSpinWait();
      }
      boolean _ = client.machines().destroy("m1");
      assertThat(most).isGreaterThan(16L << 20).isLessThan(400L << 20);
    }
  }

  @Test
  void aMachineThatDiesStaysDeadAndTellsHow() throws Exception {
    try (AgentClient client = connect()) {
      assumeJails(client);
      client.machines().create("m1", spec("echo broken: no database; exit 4"));
      Machine dead = awaitEnd(client, "m1");
      assertThat(dead.state())
          .isInstanceOfSatisfying(
              MachineState.Exited.class, exited -> assertThat(exited.code()).isEqualTo(4));
      assertThat(client.machines().logs("m1", 1).text()).isEqualTo("broken: no database\n");
      Verdict health = client.machines().probe("m1", Check.Http.of(8080, "/healthz"));
      assertThat(health).isEqualTo(new Verdict.Dead("the machine exited with code 4"));
    }
  }

  @Test
  void theSameIdForAnotherMachineIsRefused() throws Exception {
    try (AgentClient client = connect()) {
      assumeJails(client);
      client.machines().create("m1", spec("sleep 100"));
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> client.machines().create("m1", spec("sleep 200")))
          .satisfies(e -> assertThat(e.code()).isEqualTo(PlatformException.Code.CONFLICT));
    }
  }

  @Test
  void aCommandRunInAMachineTellsWhetherItIsWell() throws Exception {
    try (AgentClient client = connect()) {
      assumeJails(client);
      client.machines().create("m1", spec("echo fine >/tmp/state; sleep 100"));
      Check.Direct check = new Check.Exec(List.of("/bin/cat", "/tmp/state"), Duration.ofSeconds(5));
      Verdict health = client.machines().probe("m1", check);
      for (int i = 0; i < 50 && !health.isHealthy(); i++) {
        health = client.machines().probe("m1", check);
      }
      assertThat(health.answered()).isEqualTo("exit code 0: fine");
      assertThat(
              client
                  .machines()
                  .probe(
                      "m1",
                      new Check.Exec(
                          List.of("/bin/sh", "-c", "echo bad; exit 9"), Duration.ofSeconds(5))))
          .isInstanceOf(Verdict.Unhealthy.class)
          .extracting(Verdict::answered)
          .isEqualTo("exit code 9: bad");
      assertThat(
              client
                  .machines()
                  .probe("m1", new Check.Exec(List.of("/bin/sleep", "60"), Duration.ofMillis(200)))
                  .answered())
          .isEqualTo("no answer within 200 ms");
    }
  }

  @Test
  void aMachineRunsAsItsUserAndCanWriteItsVolume() throws Exception {
    try (AgentClient client = connect()) {
      assumeTrue(
          client.capability().mode() == JailMode.ROOT_NAMESPACES,
          () -> "skipped: " + client.capability().explanation());
      client.volumes().create("data");
      client
          .machines()
          .create(
              "m1",
              spec("echo hello >/dev/stdout; echo x >/data/x && echo written; pwd; cat"
                      + " /proc/self/status | while read -r k v _; do [ $k = Uid: ] && echo $v;"
                      + " done")
                  .withUser("1000:1000")
                  .withWorkingDirectory("/srv/app")
                  .withVolumes(List.of(new VolumeMount("data", "/data"))));
      awaitEnd(client, "m1");
      assertThat(client.machines().logs("m1", 10).text().lines())
          .containsExactly("hello", "written", "/srv/app", "1000");
    }
  }

  @Test
  void aHalfMadeMachineIsRemovedAtTheNextStart() throws Exception {
    try (AgentClient client = connect()) {
      assumeJails(client);
      client.machines().create("m1", spec("sleep 100"));
    }
    killAgent(home.path());
    // As if the agent had been killed between starting the machine and writing that down.
    Path file = home.platform().resolve("machines/m1/machine.json");
    Files.writeString(file, Files.readString(file).replace("\"holder\"", "\"lost\""));
    try (AgentClient client = connect()) {
      assertThat(client.machines().all()).isEmpty();
      assertThat(Processes.ofHost().withCommandLine(home.path().toString() + "/platform/machines"))
          .isEmpty();
      assertThat(client.machines().create("m1", spec("sleep 100")).isRunning()).isTrue();
    }
  }

  @Test
  void aVolumeSurvivesItsMachineAndIsNotDeletedUnderIt() throws Exception {
    try (AgentClient client = connect()) {
      assumeTrue(
          client.capability().mode() == JailMode.ROOT_NAMESPACES,
          () -> "skipped: " + client.capability().explanation());
      client.volumes().create("data");
      List<VolumeMount> mounts = List.of(new VolumeMount("data", "/var/lib/data"));
      client.machines().create("m1", spec("echo kept >/var/lib/data/x").withVolumes(mounts));
      awaitEnd(client, "m1");
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> client.volumes().delete("data"))
          .withMessageContaining("mounted in machine m1");
      client.machines().destroy("m1");
      client.machines().create("m2", spec("cat /var/lib/data/x").withVolumes(mounts));
      awaitEnd(client, "m2");
      assertThat(client.machines().logs("m2", 5).text()).isEqualTo("kept\n");
      client.machines().destroy("m2");
      assertThat(client.volumes().delete("data")).isTrue();
    }
  }

  @Test
  void aBalancerLivesThroughTheDeathOfItsAgentAndComesBackAfterItsOwn() throws Exception {
    int port = freePort();
    BalancerSpec spec =
        BalancerSpec.http("web", port).withBackends(List.of(new Backend("a", "127.0.0.1", 9)));
    long pid;
    try (AgentClient client = connect()) {
      pid = client.balancers().create("web", spec).pid();
    }
    killAgent(home.path());
    try (AgentClient client = connect()) {
      assertThat(client.balancers().find("web").map(Balancer::pid)).contains(pid);
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      Optional<Balancer> balancer = client.balancers().find("web");
      while (!balancer.orElseThrow().running() || balancer.get().pid() == pid) {
        TimeUnit.MILLISECONDS.sleep(20);
        balancer = client.balancers().find("web");
      }
      assertThat(balancer.get().spec()).isEqualTo(spec);
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> client.balancers().create("other", spec))
          .withMessageContaining("is taken by balancer web");
    }
  }

  @Test
  void aBalancerWhoseAgentDiedBeforeItCouldWriteDownItsProcessIsAdopted() throws Exception {
    int port = freePort();
    BalancerSpec spec =
        BalancerSpec.http("web", port).withBackends(List.of(new Backend("a", "127.0.0.1", 9)));
    Path file = home.platform().resolve("balancers/web/balancer.json");
    long pid;
    try (AgentClient client = connect()) {
      pid = client.balancers().create("web", spec).pid();
      killAgent(home.path());
      Files.writeString(file, Files.readString(file).replace("\"pid\"", "\"lost\""));
      Balancer adopted = client.balancers().create("web", spec);
      assertThat(adopted.pid()).isEqualTo(pid);
      assertThat(Files.readString(file)).contains("\"pid\"");
    }
  }

  @Test
  void aBalancerTellsWhatItDoesInALogThatOnlyItsOwnerCanRead() throws Exception {
    Path log = home.platform().resolve("balancers/web/balancer.log");
    BalancerSpec spec = BalancerSpec.http("web", freePort());
    try (AgentClient client = connect()) {
      long pid = client.balancers().create("web", spec).pid();
      client
          .balancers()
          .update("web", spec.withBackends(List.of(new Backend("a", "127.0.0.1", 9))));
      String told = Files.readString(log);
      assertThat(told)
          .contains("INFO \"balancer serves\" pid=" + pid, "INFO \"settings were changed\"");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
          .isEqualTo("rw-------");
      assertThat(log.resolveSibling("balancer.out")).isEmptyFile();
    }
  }

  @Test
  void whatTheJvmsOfAgentAndBalancerReportWhenTheyCrashIsForTheirOwnerOnly() throws Exception {
    long balancer;
    try (AgentClient client = connect()) {
      balancer = client.balancers().create("web", BalancerSpec.http("web", freePort())).pid();
    }
    long agent = Long.parseLong(Files.readString(home.agentLock()).strip());
    for (long pid : List.of(balancer, agent)) {
      CompletableFuture<ProcessHandle> end = ProcessHandle.of(pid).orElseThrow().onExit();
      new ProcessBuilder("kill", "-SEGV", Long.toString(pid)).start().waitFor();
      end.get(30, TimeUnit.SECONDS);
      assertThat(home.path().resolve("crashes/hs_err_" + pid + ".log")).isNotEmptyFile();
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.path().resolve("crashes"))))
        .isEqualTo("rwx------");
  }

  @Test
  void aHomeWithALongPathWorks() throws Exception {
    home = AgentHome.of(folder.resolve("a".repeat(120)).resolve("home"));
    try (AgentClient client = connect()) {
      assertThat(client.machines().all()).isEmpty();
    }
  }
}
