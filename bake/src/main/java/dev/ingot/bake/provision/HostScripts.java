package dev.ingot.bake.provision;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scripts run on this host, as the provisioner and the post-processor shell-local do. */
public final class HostScripts {
  private final ScriptArguments scripts;
  private final List<String> executeCommand;
  private final List<String> onlyOn;
  private final String extension;

  private HostScripts(
      ScriptArguments scripts, List<String> executeCommand, List<String> onlyOn, String extension) {
    this.scripts = scripts;
    this.executeCommand = executeCommand;
    this.onlyOn = onlyOn;
    this.extension = extension;
  }

  /** The arguments of both. */
  public static Schema schema() {
    return ScriptArguments.schema()
        .optional("command", Type.STRING, "One command.")
        .optional(
            "execute_command",
            SchemaBuilder.TEXTS,
            "Program and arguments that run a script: {{.Vars}} {{.Script}}.")
        .optional("only_on", SchemaBuilder.TEXTS, "Operating systems it runs on, such as linux.")
        .optional("tempfile_extension", Type.STRING, "The ending of an inline script's file.")
        .optional("use_linux_pathing", Type.BOOL, "Has no meaning on Linux.")
        .build();
  }

  /** Checks the arguments of a block. */
  public static HostScripts read(
      Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    List<String> command = arguments.text("command").map(List::of).orElse(List.of());
    List<String> executeCommand = arguments.texts("execute_command");
    HostScripts read =
        new HostScripts(
            ScriptArguments.read(arguments, build, command, diagnostics),
            executeCommand.isEmpty()
                ? List.of("/bin/sh", "-c", "{{.Vars}}{{.Script}}")
                : executeCommand,
            arguments.texts("only_on"),
            arguments.text("tempfile_extension", ""));
    try {
      List<String> _ = read.program(Path.of("/script"));
    } catch (IllegalArgumentException e) {
      diagnostics.error(
          "Unknown placeholder",
          e.getMessage() + " has no value here; known are {{.Vars}} and {{.Script}}.",
          arguments.place("execute_command"));
    }
    return read;
  }

  /** Adds the content of the script files and all variables. */
  public void addInputs(InputHash hash) throws IOException {
    scripts.addInputs(hash);
  }

  /** Runs the scripts one after another. */
  public void run(HostPrograms programs, Communicator.Output output, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    if (!onlyOn.isEmpty() && !onlyOn.contains("linux")) {
      output.line(
          Communicator.Output.Stream.OUT, "skipped: only_on names " + onlyOn + ", this is linux");
      return;
    }
    for (ScriptArguments.Script script : scripts.load()) {
      Path file =
          Files.createTempFile(
              "ingot-script-",
              extension.isEmpty() ? ".sh" : extension,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try {
        Files.write(file, script.content());
        OutputTail tail = new OutputTail(output);
        int exitCode =
            programs.run(
                new HostPrograms.Program(program(file), Map.of(), Optional.empty()),
                tail,
                cancellation);
        if (cancellation.isCancelled()) {
          throw new InterruptedException();
        }
        scripts.check(exitCode, script, tail);
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }

  private List<String> program(Path file) {
    Map<String, String> values =
        Map.of(
            "Script", ShellText.quote(file.toString()),
            "Vars", ShellText.assignments(scripts.variables()),
            "Command", String.join("\n", scripts.inline()));
    return executeCommand.stream().map(part -> ShellText.fill(part, values)).toList();
  }
}
