package dev.ingot.platform.api;

import dev.ingot.http.UnixHttpClient;
import dev.ingot.http.UnixHttpServer;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import dev.ingot.platform.program.ProgramVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds, starts or replaces a home's agent. */
final class AgentStart {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(15);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int SHOWN_LINES = 5;

  private final AgentHome home;
  private final AgentLauncher launcher;
  private final UnixHttpClient http;

  AgentStart(AgentHome home, AgentLauncher launcher, UnixHttpClient http) {
    this.home = home;
    this.launcher = launcher;
    this.http = http;
  }

  /** What an agent reports about itself. */
  record Version(String build, JailCapability capability) {}

  /** Asks the running agent, if there is one. */
  static Optional<Version> ask(UnixHttpClient http) {
    try {
      UnixHttpServer.Response response = http.call("GET", "/version", "", ANSWER);
      if (response.status() != 200) {
        return Optional.empty();
      }
      Fields fields = Fields.of(Json.parse(response.body()));
      return Optional.of(
          new Version(
              fields.string("build"),
              new JailCapability(
                  MachineJson.mode(fields.string("mode")),
                  fields.bool("overlay"),
                  fields.bool("cgroup_namespace"),
                  fields.bool("filtered"),
                  fields.bool("mapped"),
                  fields.string("explanation"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  JailCapability connect() throws PlatformException, InterruptedException {
    boolean created = false;
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    long pause = FIRST_PAUSE.toNanos();
    long nextStart = 0;
    Optional<Process> started = Optional.empty();
    while (System.nanoTime() < deadline) {
      Optional<Version> version = ask(http);
      if (version.isPresent()) {
        if (version.get().build().equals(ProgramVersion.current())) {
          return version.get().capability();
        }
        askToExit();
      } else if (started.isEmpty()) {
        if (!created) {
          home.create();
          created = true;
        }
        started = Optional.of(launch());
        nextStart = System.nanoTime() + pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE.toNanos());
      } else if (!started.get().isAlive()) {
        if (started.get().exitValue() != 0) {
          throw new PlatformException(
              Code.FAILED,
              "the agent exited at once:\n" + lastLines(),
              "Its full output is in " + home.agentOutput());
        }
        // Another agent has the home, perhaps one that is just ending. One that runs but doesn't
        // answer gets time to recover, instead of starting more and more of them.
        if (System.nanoTime() > nextStart) {
          started = Optional.empty();
        }
      }
      pause(started);
    }
    throw new PlatformException(
        Code.TIMEOUT,
        "the agent of " + home.path() + " did not answer within " + TIMEOUT.toSeconds() + " s",
        holder()
                .map(
                    pid ->
                        "Process "
                            + pid
                            + " is the agent. If it is stuck, end it with: kill -KILL "
                            + pid
                            + " (machines keep running without it). ")
                .orElse("")
            + "Its output is in "
            + home.agentOutput());
  }

  private static void pause(Optional<Process> started) throws InterruptedException {
    if (started.isPresent()) {
      boolean ended = started.get().waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      }
    } else {
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
  }

  private Process launch() throws PlatformException {
    try {
      return launcher.launch(home);
    } catch (IOException e) {
      throw new PlatformException(
          Code.FAILED,
          "the agent can't be started: " + e.getMessage(),
          "It needs setsid (package util-linux) and Java 25.",
          e);
    }
  }

  /** The agent that holds the home's lock, from the id it recorded there. */
  private Optional<Long> holder() {
    try {
      String text = Files.readString(home.agentLock(), StandardCharsets.US_ASCII).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(text));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void askToExit() {
    try {
      var _ = http.call("POST", "/exit", "", ANSWER);
    } catch (IOException e) {
      // It is ending already; the loop notices.
      return;
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(home.agentOutput(), StandardCharsets.UTF_8);
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    } catch (IOException e) {
      return "(it left no output)";
    }
  }
}
