package dev.ingot.platform.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.bake.process.ProcessOwner;
import dev.ingot.health.Check;
import dev.ingot.health.Verdict;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.Limits;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.VolumeMount;
import dev.ingot.platform.host.Processes;
import dev.ingot.storage.CheckedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an agent does with machines and volumes. */
final class AgentMachinesTest extends AgentFixture {
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
              "m2",
              spec(
                  "sleep 100",
                  Optional.empty(),
                  Optional.empty(),
                  List.of(),
                  Map.of(MachineSpec.TEST_LABEL, owner.toString())));
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
  void aMachineThatPrintsWithoutEndFillsNoDisk() throws Exception {
    try (AgentClient client = connect()) {
      assumeJails(client);
      client.machines().create("m1", spec("while :; do cat /bin/sh /bin/sh /bin/sh /bin/sh; done"));
      Path logs = home.platform().resolve("machines/m1");
      long most = 0;
      long before = 0;
      int cuts = 0;
      long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (cuts < 3 && System.nanoTime() < until) {
        long size = size(logs.resolve("machine.log"));
        cuts += size < before ? 1 : 0;
        before = size;
        most = Math.max(most, size + size(logs.resolve("machine.log.1")));
        Thread.onSpinWait();
      }
      boolean _ = client.machines().destroy("m1");
      assertThat(cuts).as("times the log was cut").isEqualTo(3);
      assertThat(most).isLessThan(400L << 20);
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
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
  void aMachineThatReachesItsMemoryLimitTellsSo() throws Exception {
    try (AgentClient client = connect()) {
      assumeJails(client);
      MachineSpec greedy =
          spec(
              "x=0123456789abcdef; while :; do x=$x$x; done",
              new Limits(OptionalLong.of(16 << 20), OptionalLong.empty(), OptionalDouble.empty()));
      Machine machine = client.machines().create("m1", greedy);
      assumeTrue(machine.notes().isEmpty(), () -> "skipped: " + machine.notes());
      Machine dead = awaitEnd(client, "m1");
      assertThat(dead.state().predicate())
          .isEqualTo("was killed by signal KILL: its memory limit was reached");
      assertThat(client.machines().probe("m1", Check.Http.of(8080, "/healthz")))
          .isEqualTo(
              new Verdict.Dead(
                  "the machine was killed by signal KILL: its memory limit was reached"));
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
      client.volumes().create("data", 0);
      client
          .machines()
          .create(
              "m1",
              spec(
                  "echo hello >/dev/stdout; echo x >/data/x && echo written; pwd; cat"
                      + " /proc/self/status | while read -r k v _; do [ $k = Uid: ] && echo $v;"
                      + " done",
                  Optional.of("/srv/app"),
                  Optional.of("1000:1000"),
                  List.of(new VolumeMount("data", "/data")),
                  Map.of()));
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
    CheckedFile.write(file, CheckedFile.read(file).orElseThrow().replace("\"holder\"", "\"lost\""));
    try (AgentClient client = connect()) {
      assertThat(client.machines().all()).isEmpty();
      assertThat(Processes.ofHost().withCommandLine(home.path().toString() + "/platform/machines"))
          .isEmpty();
      assertThat(client.machines().create("m1", spec("sleep 100")).isRunning()).isTrue();
    }
  }

  @Test
  void aMachineThatSaysNothingOfLimitsHasSome() throws Exception {
    try (AgentClient client = connect()) {
      assumeJails(client);
      client.machines().create("m1", spec("sleep 100"));
      String record = Files.readString(home.platform().resolve("machines/m1/machine.json"));
      List<String> groups =
          Pattern.compile("\"(/[^\"]*ingot-[^\"]*)\"")
              .matcher(record)
              .results()
              .map(found -> found.group(1))
              .toList();
      assumeTrue(!groups.isEmpty(), "skipped: no control groups here");
      List<String> limits = new ArrayList<>();
      for (String group : groups) {
        for (String name : List.of("pids.max", "memory.max", "memory.limit_in_bytes")) {
          Path file = Path.of(group).resolve(name);
          if (Files.exists(file)) {
            limits.add(Files.readString(file).strip());
          }
        }
      }
      // 4,096 processes and two of Ingot's own; half of the memory, whatever that is here.
      assertThat(limits).contains("4098").doesNotContain("max");
      assertThat(limits).allSatisfy(limit -> assertThat(limit.length()).isLessThan(16));
    }
  }

  @Test
  void aMachineWhoseRecordIsDamagedIsNeitherThereNorGone() throws Exception {
    long pid = 0;
    try (AgentClient client = connect()) {
      assumeJails(client);
      if (client.machines().create("m1", spec("sleep 100")).state()
          instanceof MachineState.Running(long at)) {
        pid = at;
      }
    }
    killAgent(home.path());
    Path kept = home.platform().resolve("machines/m1");
    for (String file : List.of("machine.json", "machine.json.copy")) {
      byte[] bytes = Files.readAllBytes(kept.resolve(file));
      bytes[bytes.length / 2] ^= 1;
      Files.write(kept.resolve(file), bytes);
    }
    try (AgentClient client = connect()) {
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> client.machines().find("m1"))
          .withMessageContaining(kept.resolve("machine.json") + " is damaged");
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> client.machines().create("m1", spec("sleep 100")));
      assertThat(ProcessHandle.of(pid)).isPresent();
      assertThat(client.machines().destroy("m1")).isTrue();
      assertThat(Processes.ofHost().withCommandLine(kept.toString())).isEmpty();
      assertThat(client.machines().find("m1")).isEmpty();
    }
  }

  private MachineSpec mounting(String script) {
    return spec(
        script,
        Optional.empty(),
        Optional.empty(),
        List.of(new VolumeMount("data", "/var/lib/data")),
        Map.of());
  }

  @Test
  void aVolumeIsKeptAsItWasBeforeTheNextMachineGotIt() throws Exception {
    try (AgentClient client = connect()) {
      assumeTrue(
          client.capability().mode() == JailMode.ROOT_NAMESPACES,
          () -> "skipped: " + client.capability().explanation());
      Path content = client.volumes().create("data", 2).path();
      client.machines().create("m1", mounting("echo good >/var/lib/data/x"));
      awaitEnd(client, "m1");
      client.machines().create("m1", mounting("echo good >/var/lib/data/x"));
      client.machines().destroy("m1");
      client.machines().create("m2", mounting("echo spoiled >/var/lib/data/x"));
      awaitEnd(client, "m2");
      try (Stream<Path> kept = Files.list(content.resolveSibling(".snapshots/data"))) {
        assertThat(kept.filter(Files::isDirectory))
            .singleElement()
            .satisfies(one -> assertThat(one.resolve("x")).hasContent("good"));
      }
      assertThat(content.resolve("x")).hasContent("spoiled");
    }
  }

  @Test
  void aVolumeSurvivesItsMachineAndIsNotDeletedUnderIt() throws Exception {
    try (AgentClient client = connect()) {
      assumeTrue(
          client.capability().mode() == JailMode.ROOT_NAMESPACES,
          () -> "skipped: " + client.capability().explanation());
      client.volumes().create("data", 0);
      client.machines().create("m1", mounting("echo kept >/var/lib/data/x"));
      awaitEnd(client, "m1");
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> client.volumes().delete("data"))
          .withMessageContaining("mounted in machine m1");
      client.machines().destroy("m1");
      client.machines().create("m2", mounting("cat /var/lib/data/x"));
      awaitEnd(client, "m2");
      assertThat(client.machines().logs("m2", 5).text()).isEqualTo("kept\n");
      client.machines().destroy("m2");
      assertThat(client.volumes().delete("data")).isTrue();
    }
  }
}
