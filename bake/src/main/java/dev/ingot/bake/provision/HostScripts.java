package dev.ingot.bake.provision;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.ShellWords;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Scripts run on this host, as the provisioner and the post-processor shell-local do. */
public final class HostScripts {
  private final ScriptArguments scripts;
  private final List<String> executeCommand;
  private final List<String> onlyOn;
  private final String extension;
  private final Path workingFolder;

  private HostScripts(
      Path workingFolder,
      ScriptArguments scripts,
      List<String> executeCommand,
      List<String> onlyOn,
      String extension) {
    this.workingFolder = workingFolder;
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
        .optional("tempfile_extension", Type.STRING, "The file extension of an inline script.")
        .optional("use_linux_pathing", Type.BOOL, "Has no effect on Linux.")
        .build();
  }

  /** Checks the arguments of a block. */
  public static HostScripts read(
      Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    List<String> command = arguments.text("command").map(List::of).orElse(List.of());
    List<String> executeCommand = arguments.texts("execute_command");
    HostScripts read =
        new HostScripts(
            build.workingFolder(),
            ScriptArguments.read(arguments, build, command, diagnostics),
            executeCommand.isEmpty()
                ? List.of("/bin/sh", "-c", "{{.Vars}}{{.Script}}")
                : executeCommand,
            arguments.texts("only_on"),
            arguments.text("tempfile_extension", ""));
    try {
      HostPrograms.Program _ =
          read.program(Path.of("/script"), Path.of("/folder"), new TreeMap<>());
    } catch (IllegalArgumentException e) {
      diagnostics.error(
          "Unknown placeholder",
          e.getMessage() + " has no value here; available are {{.Vars}} and {{.Script}}.",
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
      Path folder =
          Files.createTempDirectory(
              "ingot-script-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try {
        run(script, folder, programs, output, cancellation);
      } finally {
        delete(folder);
      }
    }
  }

  private void run(
      ScriptArguments.Script script,
      Path folder,
      HostPrograms programs,
      Communicator.Output output,
      Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    Path file = folder.resolve("script" + (extension.isEmpty() ? ".sh" : extension));
    Files.write(file, script.content());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    SortedMap<String, String> files = new TreeMap<>();
    HostPrograms.Program program = program(file, folder, files);
    for (Map.Entry<String, String> each : files.entrySet()) {
      Files.writeString(folder.resolve(each.getKey()), each.getValue());
    }
    OutputTail tail = new OutputTail(output);
    int exitCode = programs.run(program, tail, cancellation);
    if (cancellation.isCancelled()) {
      throw new InterruptedException();
    }
    scripts.check(exitCode, script, tail);
  }

  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  private HostPrograms.Program program(Path file, Path folder, SortedMap<String, String> files) {
    Map<String, String> others =
        Map.of(
            "Script",
            ShellWords.quote(file.toString()),
            "Command",
            String.join("\n", scripts.inline()));
    List<String> words = new ArrayList<>();
    Map<String, String> environment = new TreeMap<>();
    for (String part : executeCommand) {
      ScriptVariables.Filled filled = scripts.variables().fill(part, others, folder.toString());
      words.add(filled.line());
      environment.putAll(filled.environment());
      files.putAll(filled.files());
    }
    return new HostPrograms.Program(words, environment, Optional.of(workingFolder));
  }
}
