package dev.ingot.rollout;

import dev.ingot.health.Check;
import dev.ingot.health.Time;
import dev.ingot.health.Verdict;
import dev.ingot.lang.DurationText;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.rollout.Fleet.Member;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Commands run on this host about one machine. A command gets the attributes of the machine as JSON
 * on its standard input, its address in {@code INGOT_INSTANCE}, and each attribute that is a text,
 * a number or a truth value, unless it is sensitive, in {@code SELF_} with the attribute's name.
 */
public final class MachineCommands {
  private static final int SHOWN_BYTES = 400;
  private static final int LONGEST_OUTPUT = 64 << 10;

  /** Longer values are on standard input only: an environment is limited. */
  private static final int LONGEST_VARIABLE = 4096;

  /** How long the output of a process that has ended is waited for. */
  private static final Duration AFTER_EXIT = Duration.ofSeconds(1);

  private final Path folder;
  private final Time time;

  MachineCommands(Path folder, Time time) {
    this.folder = folder;
    this.time = time;
  }

  /**
   * What a command is about.
   *
   * @param name the address of an instance, or what else is checked
   */
  record Subject(String name, Value attributes) {
    static Subject of(Member machine) {
      return new Subject(machine.address().toString(), machine.attributes());
    }
  }

  /** Runs a check; healthy when it exits with 0. */
  Verdict run(Check.Exec check, Subject machine) throws InterruptedException {
    String asked = String.join(" ", check.command());
    return Verdict.of(
        asked,
        () -> {
          Ended ended = run(check.command(), check.timeout(), machine, SHOWN_BYTES);
          if (ended.code().isEmpty()) {
            return new Verdict.Unhealthy(
                asked, "no answer within " + check.timeout().toMillis() + " ms");
          }
          int code = ended.code().getAsInt();
          return code == 0
              ? new Verdict.Healthy(asked, ended.output())
              : new Verdict.Unhealthy(asked, "exit code " + code + ": " + ended.output());
        });
  }

  /** The output of a command, and why there is no more of it. */
  public String output(Check.Exec command, Member machine) throws InterruptedException {
    try {
      Ended ended = run(command.command(), command.timeout(), Subject.of(machine), LONGEST_OUTPUT);
      return ended.code().isPresent()
          ? ended.output()
          : ended.output()
              + "(the command did not end within "
              + DurationText.text(command.timeout())
              + ")";
    } catch (IOException e) {
      return "(the command could not be run: " + e.getMessage() + ")";
    }
  }

  /**
   * What came of a command.
   *
   * @param code its exit code; empty if it did not end in time
   */
  private record Ended(OptionalInt code, String output) {}

  private Ended run(List<String> command, Duration timeout, Subject machine, int most)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment(machine));
    Process process = builder.start();
    try {
      Thread _ = Thread.ofVirtual().name("input of a command").start(() -> write(process, machine));
      // A command that prints more than a pipe holds would never end if nobody read.
      CommandOutput output = new CommandOutput(process.getInputStream(), most);
      OptionalInt code =
          time.await(process.onExit(), time.instant().plus(timeout))
              ? OptionalInt.of(process.exitValue())
              : OptionalInt.empty();
      if (code.isEmpty()) {
        end(process);
      }
      // What it has left running may hold the pipe open.
      boolean _ = time.await(output.end(), time.instant().plus(AFTER_EXIT));
      return new Ended(code, output.soFar());
    } finally {
      end(process);
      // Nobody reads any longer what something left running may print.
      process.destroyForcibly();
    }
  }

  /** The command first: a shell would still say that what it waits for was killed. */
  private static void end(Process process) {
    List<ProcessHandle> started = process.descendants().toList();
    // Through its handle, since what it has printed is still read.
    process.toHandle().destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  /** A command need not read its standard input, and a pipe holds only so much. */
  private static void write(Process process, Subject machine) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(
          ValueJson.format(Values.unmarkDeep(machine.attributes()).value())
              .getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It has ended without reading all of it.
    }
  }

  private static Map<String, String> environment(Subject machine) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("INGOT_INSTANCE", machine.name());
    if (!machine.attributes().isNull() && !machine.attributes().marks().sensitive()) {
      Values.entries(machine.attributes().unmarked())
          .ifPresent(
              all ->
                  all.forEach(
                      (name, value) ->
                          variable(value).ifPresent(text -> variables.put("SELF_" + name, text))));
    }
    return variables;
  }

  private static Optional<String> variable(Value value) {
    if (value.marks().sensitive()) {
      return Optional.empty();
    }
    Optional<String> text =
        switch (value.unmarked()) {
          case Value.StringValue(String plain) -> Optional.of(plain);
          case Value.NumberValue number -> Optional.of(number.number().toString());
          case Value.BoolValue(boolean truth) -> Optional.of(Boolean.toString(truth));
          case Value _ -> Optional.empty();
        };
    return text.filter(it -> it.length() <= LONGEST_VARIABLE && it.indexOf(0) < 0);
  }
}
