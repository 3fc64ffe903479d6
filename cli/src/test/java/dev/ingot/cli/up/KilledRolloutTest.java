package dev.ingot.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.cli.Ran;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.health.Check;
import dev.ingot.platform.agent.AgentProgram;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.driver.jail.JailDetector;
import dev.ingot.platform.host.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rollouts of three machines behind a balancer under load, whose command or agent is killed where
 * the output says what is being done. {@code bench/crash-rollout} does the same at random moments.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KilledRolloutTest {
  private static final Pattern MESSAGE = Pattern.compile("<h1>(.*)</h1>");
  private static final Pattern MACHINE = Pattern.compile("\"id\": \"(m-[^\"]+)\"");

  private Path folder = Path.of("");
  private AgentHome home = AgentHome.of(Path.of("/"));
  private int port;
  private Optional<Load> load = Optional.empty();
  private String verified = "";
  private int releases;

  @BeforeAll
  void deployTheFirstVersion(@TempDir Path temporary) throws IOException {
    JailCapability capability = new JailDetector(temporary.resolve("trial")).detect();
    assumeTrue(capability.mode() != JailMode.NONE, () -> "skipped: " + capability.explanation());
    folder = Files.createDirectory(temporary.resolve("hello"));
    home = AgentHome.of(temporary.resolve("ingot-home"));
    try (Stream<Path> files = Files.list(Path.of("..", "examples", "hello"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Path settings = folder.resolve("hello.ingot.hcl");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replace("\"15s\"", "\"7s\"")
            .replace("\"1s\"", "\"200ms\"")
            .replace("\"250ms\"", "\"100ms\""));
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    Ran first = Ran.command(folder, next(false));
    assertThat(first.code()).as(first.all()).isZero();
    verified = "m1";
    load = Optional.of(new Load(port));
  }

  @AfterAll
  void endEverything() throws Exception {
    load.ifPresent(Load::close);
    LastAgent.end(home);
  }

  /** The words that roll out the next version, one that never becomes healthy if so wanted. */
  private String[] next(boolean broken) {
    releases++;
    return new String[] {
      "up",
      "-no-color",
      "-var",
      "port=" + port,
      "-var",
      "message=m" + releases,
      "-var",
      "broken=" + broken
    };
  }

  private interface Blow {
    void strike(ProcessHandle process) throws Exception;
  }

  /** Runs a command and does something to it when each of some lines has come; its exit code. */
  private int struck(String[] words, List<String> lines, Blow blow) throws Exception {
    Process process = Ran.process(folder, words).redirectErrorStream(true).start();
    int strikes = 0;
    try (BufferedReader reader = process.inputReader()) {
      for (String said = reader.readLine(); said != null; said = reader.readLine()) {
        if (strikes < lines.size() && said.contains(lines.get(strikes))) {
          strikes++;
          blow.strike(process.toHandle());
        }
      }
      assertThat(strikes).as("lines of %s that came", lines).isEqualTo(lines.size());
      return process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  private void killed(String[] words, String... lines) throws Exception {
    for (String line : lines) {
      int code = struck(words, List.of(line), ProcessHandle::destroyForcibly);
      assertThat(code).as("killed after \"%s\"", line).isEqualTo(137);
    }
  }

  private void killAgent() {
    Processes processes = Processes.ofHost();
    processes.withCommandLine("dev.ingot.platform.agent.AgentMain").stream()
        .filter(
            process ->
                processes.commandLine(process.pid()).orElse("").contains(home.path().toString()))
        .forEach(processes::kill);
  }

  /** The verified version is what runs, and there is nothing else. */
  private void settled() throws Exception {
    String state = Files.readString(folder.resolve("terraform.tfstate"));
    assertThat(state).doesNotContain("deposed");
    TreeSet<String> stored = new TreeSet<>();
    Matcher ids = MACHINE.matcher(state);
    while (ids.find()) {
      stored.add(ids.group(1));
    }
    try (AgentClient agent = AgentClient.connect(home, AgentProgram.ofThisProcess())) {
      List<Machine> machines = agent.machines().all();
      assertThat(machines).hasSize(3);
      assertThat(machines).extracting(Machine::id).containsExactlyElementsOf(stored);
      for (Machine machine : machines) {
        assertThat(
                agent.machines().probe(machine.id(), Check.Http.of(8080, "/healthz")).isHealthy())
            .as("%s is healthy", machine.id())
            .isTrue();
      }
    }
    for (int i = 0; i < 6; i++) {
      Matcher message = MESSAGE.matcher(Load.ask(port));
      assertThat(message.find()).isTrue();
      assertThat(message.group(1)).isEqualTo(verified);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".journal") || name.endsWith(".lock.info"));
    }
    assertThat(Ran.command(folder, "audit", "verify").code()).isZero();
    assertThat(load.orElseThrow().asked()).isPositive();
    assertThat(load.orElseThrow().lost()).as("lost requests").isEmpty();
  }

  @Test
  void whereverTheCommandIsKilledTheSameCommandGoesOn() throws Exception {
    String[] words = next(false);
    killed(
        words,
        "shell \"message\"",
        "Boot test of",
        "creating new machines for",
        "Creation complete",
        "healthy after",
        "moving traffic to",
        "Modifications complete",
        "destroying old machines",
        "Destruction complete");
    Ran again = Ran.command(folder, words);
    assertThat(again.code()).as(again.all()).isZero();
    verified = "m" + releases;
    settled();
  }

  @Test
  void whereverABrokenVersionIsKilledTheNextCommandGoesBackToWhatServedBefore() throws Exception {
    killed(next(true), "Creation complete");
    String[] words = next(true);
    killed(words, "rolling back");
    Ran again = Ran.command(folder, words);
    assertThat(again.code()).as(again.all()).isEqualTo(ExitCode.REVERTED);
    settled();
  }

  @Test
  void anInterruptTakesTheRolloutBack() throws Exception {
    int code =
        struck(
            next(false),
            List.of("moving traffic to"),
            process ->
                new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor());
    assertThat(code).isEqualTo(ExitCode.INTERRUPTED);
    settled();
  }

  @Test
  void aRolloutWhoseAgentIsKilledGoesOnWithAnotherOne() throws Exception {
    List<String> lines = List.of("Creating...", "moving traffic to", "Destroying...");
    assertThat(struck(next(false), lines, process -> killAgent())).isZero();
    verified = "m" + releases;
    settled();
  }
}
