package dev.ingot.bake.provision;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The common arguments of shell and shell-local: scripts, variables, exit codes.
 *
 * @param inline the lines of one script; empty for script files
 * @param files script files of this host
 * @param interpreter the interpreter of an inline script
 * @param variables the environment variables of each script
 * @param exitCodes the exit codes that mean success
 * @param binary whether line endings of script files are preserved
 */
record ScriptArguments(
    List<String> inline,
    List<Path> files,
    String interpreter,
    ScriptVariables variables,
    List<Long> exitCodes,
    boolean binary) {

  private static final int MOST_BYTES = 64 * 1024 * 1024;
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

  ScriptArguments {
    inline = List.copyOf(inline);
    files = List.copyOf(files);
    exitCodes = List.copyOf(exitCodes);
  }

  /** A script as it is run. */
  static final class Script {
    private final byte[] content;
    private final List<String> shown;

    Script(byte[] content, List<String> shown) {
      this.content = content.clone();
      this.shown = List.copyOf(shown);
    }

    byte[] content() {
      return content.clone();
    }

    /** Its form in messages. */
    List<String> shown() {
      return shown;
    }
  }

  static SchemaBuilder schema() {
    return new SchemaBuilder()
        .optional("inline", SchemaBuilder.TEXTS, "Commands, run as one script.")
        .optional("script", Type.STRING, "A script file on this host.")
        .optional("scripts", SchemaBuilder.TEXTS, "Script files on this host, run in this order.")
        .optional("environment_vars", SchemaBuilder.TEXTS, "Variables, each as NAME=value.")
        .optional("env", SchemaBuilder.TEXT_MAP, "Variables by name.")
        .optional("env_var_format", Type.STRING, "How a variable is written, with %s twice.")
        .optional("inline_shebang", Type.STRING, "The interpreter of the inline commands.")
        .optional("binary", Type.BOOL, "Whether to keep the line endings of scripts.")
        .optional(
            "valid_exit_codes", new Type.ListType(Type.NUMBER), "Exit codes that mean success.");
  }

  static ScriptArguments read(
      Arguments arguments, BuildIdentity build, List<String> command, Diagnostics diagnostics) {
    List<String> inline = command.isEmpty() ? arguments.texts("inline") : command;
    List<Path> files = new ArrayList<>();
    arguments.text("script").ifPresent(file -> files.add(build.resolve(file)));
    arguments.texts("scripts").forEach(file -> files.add(build.resolve(file)));
    int ways =
        (command.isEmpty() ? 0 : 1)
            + (arguments.has("inline") ? 1 : 0)
            + (arguments.has("script") ? 1 : 0)
            + (arguments.has("scripts") ? 1 : 0);
    if (ways != 1) {
      diagnostics.error(
          ways == 0 ? "No script to run" : "Conflicting scripts",
          "Give exactly one of inline, script and scripts.",
          arguments.block());
    }
    SortedMap<String, String> variables = new TreeMap<>();
    variables.put("PACKER_BUILD_NAME", build.declaredName());
    variables.put("PACKER_BUILDER_TYPE", build.sourceType());
    for (String pair : arguments.texts("environment_vars")) {
      if (pair.indexOf('=') <= 0) {
        diagnostics.error(
            "Invalid environment variable",
            "environment_vars takes strings of the form NAME=value.",
            arguments.place("environment_vars"));
      }
    }
    variables.putAll(ShellText.pairs(arguments.texts("environment_vars")));
    variables.putAll(arguments.textMap("env"));
    for (String name : variables.keySet()) {
      if (!name.matches(NAME)) {
        diagnostics.error(
            "Invalid variable name",
            "\"" + name + "\" is not a valid name for an environment variable.",
            arguments.has("env") ? arguments.place("env") : arguments.place("environment_vars"));
      }
    }
    List<Long> exitCodes = arguments.numbers("valid_exit_codes");
    return new ScriptArguments(
        inline,
        files,
        arguments.text("inline_shebang", "/bin/sh -e"),
        new ScriptVariables(
            variables,
            arguments.text("env_var_format"),
            arguments.isSensitive("environment_vars") || arguments.isSensitive("env")),
        exitCodes.isEmpty() ? List.of(0L) : exitCodes,
        arguments.flag("binary", false));
  }

  void addInputs(InputHash hash) throws IOException {
    hash.texts(variables.values());
    for (Path file : files) {
      hash.content(file);
    }
  }

  /** The scripts to run, in order. */
  List<Script> load() throws StepException {
    if (!inline.isEmpty()) {
      String text =
          inline.getFirst().startsWith("#!")
              ? String.join("\n", inline) + "\n"
              : ShellText.script(interpreter, inline);
      return List.of(new Script(text.getBytes(StandardCharsets.UTF_8), inline));
    }
    List<Script> scripts = new ArrayList<>();
    for (Path file : files) {
      try {
        byte[] content = content(file);
        scripts.add(
            new Script(binary ? content : withUnixLineEnds(content), List.of(file.toString())));
      } catch (IOException e) {
        throw new StepException("The script can't be read: " + IoMessage.of(e) + ".");
      }
    }
    return scripts;
  }

  /** The scripts for Windows, in order: without an interpreter, their lines end as there. */
  List<Script> loadForWindows() throws StepException {
    if (!inline.isEmpty()) {
      return List.of(
          new Script(
              (String.join("\r\n", inline) + "\r\n").getBytes(StandardCharsets.UTF_8), inline));
    }
    List<Script> scripts = new ArrayList<>();
    for (Path file : files) {
      try {
        byte[] content = content(file);
        scripts.add(
            new Script(binary ? content : withWindowsLineEnds(content), List.of(file.toString())));
      } catch (IOException e) {
        throw new StepException("The script can't be read: " + IoMessage.of(e) + ".");
      }
    }
    return scripts;
  }

  private static byte[] withWindowsLineEnds(byte[] content) {
    ByteArrayOutputStream changed = new ByteArrayOutputStream(content.length + 256);
    for (int i = 0; i < content.length; i++) {
      if (content[i] == '\n' && (i == 0 || content[i - 1] != '\r')) {
        changed.write('\r');
      }
      changed.write(content[i]);
    }
    return changed.toByteArray();
  }

  private static byte[] content(Path file) throws IOException {
    if (!Files.isRegularFile(file) && Files.exists(file)) {
      throw new FileSystemException(file.toString(), null, "it is not a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new FileSystemException(
            file.toString(), null, "it is larger than 64 MiB, the limit for scripts");
      }
      return content;
    }
  }

  /** Fails the step when a script failed. */
  void check(int exitCode, Script script, OutputTail tail) throws StepException {
    if (!exitCodes.contains((long) exitCode)) {
      String allowed = exitCodes.equals(List.of(0L)) ? "" : " (allowed: " + exitCodes + ")";
      throw new StepException(
          "The script exited with code " + exitCode + allowed + meaning(exitCode) + ".",
          script.shown(),
          tail.lines());
    }
  }

  private static String meaning(int exitCode) {
    return switch (exitCode) {
      case 126 -> ": the command was found but can't be executed";
      case 127 -> ": a command was not found";
      case 137 -> ": it was killed (signal 9)";
      case 139 -> ": it crashed (signal 11)";
      default -> "";
    };
  }

  private static byte[] withUnixLineEnds(byte[] content) {
    byte[] changed = new byte[content.length];
    int length = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] != '\r' || i + 1 == content.length || content[i + 1] != '\n') {
        changed[length++] = content[i];
      }
    }
    return java.util.Arrays.copyOf(changed, length);
  }
}
