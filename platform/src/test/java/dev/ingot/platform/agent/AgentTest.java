package dev.ingot.platform.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.journal.Creation;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.balancer.BalancerMain;
import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.host.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How an agent starts, is found and ends. */
final class AgentTest extends AgentFixture {
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
    assertThat(
            Files.readString(home.agentOutput())
                .lines()
                .filter(line -> line.contains("another agent has this home")))
        .as("further starts of a JVM")
        .hasSizeLessThan(3);
  }

  @Test
  @Timeout(120)
  void whatAKilledBakeLeftIsRemovedByTheAgentAndWhatALivingOneHasIsNot() throws Exception {
    Path left = Files.createDirectories(home.path().resolve("left"));
    Path used = Files.createDirectories(home.path().resolve("used"));
    BuildIdentity build =
        new BuildIdentity("rootfs.web", "", "rootfs", "web", "web", folder, folder);
    Path bakes = BakeJournal.folderIn(home.path());
    try (BakeJournal killed = new BakeJournal(bakes, "me@host", Clock.systemUTC())) {
      var _ = killed.record(build, new Creation.Folder(left));
    }
    try (BakeJournal living = new BakeJournal(bakes, "me@host", Clock.systemUTC())) {
      var _ = living.record(build, new Creation.Folder(used));
      try (AgentClient _ = connect()) {
        while (Files.exists(left)) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
      }
      assertThat(used).exists();
    }
  }

  @Test
  void anAgentWhoseGuardIsKilledGetsAnotherOne() throws Exception {
    try (AgentClient client = connect()) {
      assumeJails(client);
      Machine machine = client.machines().create("m1", spec("sleep 100"));
      String before = Files.readString(home.agentLock());
      ProcessHandle agent = ProcessHandle.of(Long.parseLong(before)).orElseThrow();
      agent.parent().orElseThrow().destroyForcibly();
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (Files.readString(home.agentLock()).equals(before) && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertThat(Files.readString(home.agentLock())).isNotEqualTo(before).isNotEmpty();
      assertThat(client.machines().all()).containsExactly(machine);
      ProcessHandle next =
          ProcessHandle.of(Long.parseLong(Files.readString(home.agentLock()))).orElseThrow();
      assertThat(next.parent().flatMap(guard -> guard.info().command())).isPresent();
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
  void aMachineThatPrintsWithoutAnAgentCantFillTheDisk() throws Exception {
    Path log = home.platform().resolve("machines/m1/machine.log");
    try (AgentClient client = connect()) {
      assumeJails(client);
      String line = "x".repeat(4000);
      var _ = client.machines().create("m1", spec("while :; do echo " + line + "; done"));
      killAgent(home.path());
      // Truncated without an agent, again and again.
      for (int round = 0; round < 3; round++) {
        while (Files.size(log) < 16 << 20) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
        while (Files.size(log) > 16 << 20) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
      }
      assertThat(AgentClient.connectIfRunning(home)).isEmpty();
      assertThat(Files.size(log.resolveSibling("machine.log.1"))).isLessThan(17 << 20);
      assertThat(client.machines().destroy("m1")).isTrue();
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
    assertThat(own).as("the agent, the balancer, their guards").hasSize(4);
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

  private static String commandLine(ProcessHandle process) {
    return Processes.ofHost().commandLine(process.pid()).orElse("");
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
