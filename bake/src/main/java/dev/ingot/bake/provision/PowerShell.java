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
 * Runs PowerShell scripts in a Windows machine. Rules: the documentation of Packer's powershell
 * provisioner. Variables are set by a script of their own, which is removed afterwards: no other
 * user of the machine can read them in a command line.
 */
public final class PowerShell implements Provisioner {
  private static final Duration RETRY = Duration.ofMinutes(5);
  private static final String FOLDER = "c:/Windows/Temp/";
  private static final String COMMAND =
      "& { if (Test-Path variable:global:ProgressPreference)"
          + "{set-variable -name variable:global:ProgressPreference -value 'SilentlyContinue'};"
          + ". {{.Vars}}; &'{{.Path}}'; exit $LastExitCode }";

  /** One object serves all blocks. */
  public PowerShell() {}

  @Override
  public String type() {
    return "powershell";
  }

  @Override
  public Schema schema() {
    return ScriptArguments.schema()
        .optional("execute_command", Type.STRING, "How a script is run: {{.Vars}} {{.Path}}.")
        .optional("elevated_execute_command", Type.STRING, "The same for an elevated script.")
        .optional("elevated_user", Type.STRING, "Who runs the script, with all rights.")
        .optional("elevated_password", Type.STRING, "The password of that user.")
        .optional("elevated_env_var_format", Type.STRING, "Has no effect: see env_var_format.")
        .optional("execution_policy", Type.STRING, "The policy for scripts (default bypass).")
        .optional("use_pwsh", Type.BOOL, "Whether pwsh runs the script.")
        .optional("remote_path", Type.STRING, "The path of the script.")
        .optional("remote_env_var_path", Type.STRING, "The path of the script of the variables.")
        .optional("skip_clean", Type.BOOL, "Whether to keep the scripts.")
        .optional("start_retry_timeout", Type.STRING, "How long to retry copying the script.")
        .optional("pause_after", Type.STRING, "How long to wait afterwards.")
        .optional("debug_mode", Type.NUMBER, "The level of Set-PSDebug.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    ScriptArguments scripts = ScriptArguments.read(arguments, build, List.of(), diagnostics);
    String path = arguments.text("remote_path", FOLDER + "ingot-script.ps1");
    String variables = arguments.text("remote_env_var_path", FOLDER + "ingot-variables.ps1");
    String user = arguments.text("elevated_user", "");
    String command = command(arguments, path, variables, diagnostics);
    if (user.isEmpty() && arguments.has("elevated_password")) {
      diagnostics.error(
          "Missing user",
          "elevated_password needs elevated_user.",
          arguments.place("elevated_password"));
    }
    WindowsScript.Setting setting =
        new WindowsScript.Setting(
            variables, settings(scripts.variables(), arguments.number("debug_mode").orElse(0)));
    WindowsScript.Form form =
        new WindowsScript.Form(
            path, Optional.of(setting), command, arguments.flag("skip_clean", false));
    WindowsScript plain =
        new WindowsScript(
            scripts,
            form,
            arguments.duration("start_retry_timeout", diagnostics).orElse(RETRY),
            arguments.duration("pause_after", diagnostics).orElse(Duration.ZERO));
    return user.isEmpty()
        ? plain
        : new ElevatedScript(plain, user, arguments.text("elevated_password", ""));
  }

  private static String command(
      Arguments arguments, String path, String variables, Diagnostics diagnostics) {
    String policy = arguments.text("execution_policy", "bypass");
    String shell = arguments.flag("use_pwsh", false) ? "pwsh" : "powershell";
    String name = arguments.has("elevated_user") ? "elevated_execute_command" : "execute_command";
    String line =
        arguments
            .text(name)
            .orElse(
                shell
                    + (policy.equals("none") ? "" : " -executionpolicy " + policy)
                    + (arguments.flag("use_pwsh", false) ? " -command" : "")
                    + " \""
                    + COMMAND
                    + "\"");
    try {
      return WindowsScript.fill(line, Map.of("Path", path, "Vars", variables));
    } catch (IllegalArgumentException e) {
      diagnostics.error(
          "Unknown placeholder",
          e.getMessage() + " has no value here; available are {{.Path}} and {{.Vars}}.",
          arguments.place(name));
      return "";
    }
  }

  /** A quote within single quotes is doubled, and nothing else means anything there. */
  private static String settings(ScriptVariables variables, long debug) {
    StringBuilder text = new StringBuilder();
    if (debug > 0) {
      text.append("Set-PSDebug -Trace ").append(debug).append("\r\n");
    }
    variables
        .values()
        .forEach(
            (name, value) ->
                text.append("${env:")
                    .append(name)
                    .append("}='")
                    .append(value.replace("'", "''"))
                    .append("'\r\n"));
    return text.toString();
  }
}
