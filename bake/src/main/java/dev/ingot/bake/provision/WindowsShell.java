package dev.ingot.bake.provision;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Provisioner;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs batch files in a Windows machine. Rules: the documentation of Packer's windows-shell
 * provisioner. Variables are in the environment of the shell, so that {@code {{.Vars}}} is empty.
 */
public final class WindowsShell implements Provisioner {
  private static final Duration RETRY = Duration.ofMinutes(5);

  /** One object serves all blocks. */
  public WindowsShell() {}

  @Override
  public String type() {
    return "windows-shell";
  }

  @Override
  public Schema schema() {
    return ScriptArguments.schema()
        .optional("execute_command", Type.STRING, "How a script is run: {{.Vars}}\"{{.Path}}\".")
        .optional("remote_path", Type.STRING, "The path of the script.")
        .optional("skip_clean", Type.BOOL, "Whether to keep the script.")
        .optional("start_retry_timeout", Type.STRING, "How long to retry copying the script.")
        .optional("pause_after", Type.STRING, "How long to wait afterwards.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    String path = arguments.text("remote_path", "c:/Windows/Temp/ingot-script.bat");
    String command = "";
    try {
      command =
          WindowsScript.fill(
              arguments.text("execute_command", "{{.Vars}}\"{{.Path}}\""),
              Map.of("Path", path.replace('/', '\\'), "Vars", ""));
    } catch (IllegalArgumentException e) {
      diagnostics.error(
          "Unknown placeholder",
          e.getMessage() + " has no value here; available are {{.Path}} and {{.Vars}}.",
          arguments.place("execute_command"));
    }
    return new WindowsScript(
        ScriptArguments.read(arguments, build, List.of(), diagnostics),
        new WindowsScript.Form(
            path, Optional.empty(), command, arguments.flag("skip_clean", false)),
        arguments.duration("start_retry_timeout", diagnostics).orElse(RETRY),
        arguments.duration("pause_after", diagnostics).orElse(Duration.ZERO));
  }
}
