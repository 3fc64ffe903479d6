package dev.ingot.bake.provision;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs scripts in the machine. Rules: the documentation of Packer's shell provisioner; scripts are
 * uploaded executable, so that the default command needs no {@code chmod} in the image.
 */
public final class Shell implements Provisioner {
  private static final Duration RETRY = Duration.ofMinutes(5);
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  /** One object serves all blocks. */
  public Shell() {}

  @Override
  public String type() {
    return "shell";
  }

  @Override
  public Schema schema() {
    return ScriptArguments.schema()
        .optional("execute_command", Type.STRING, "How a script is run: {{.Vars}} {{.Path}}.")
        .optional("remote_folder", Type.STRING, "The folder for scripts (default /tmp).")
        .optional("remote_file", Type.STRING, "The name of the script in remote_folder.")
        .optional("remote_path", Type.STRING, "The whole path of the script.")
        .optional("skip_clean", Type.BOOL, "Whether to keep the script.")
        .optional("use_env_var_file", Type.BOOL, "Whether to pass variables in a file.")
        .optional("expect_disconnect", Type.BOOL, "Whether the machine may restart.")
        .optional("start_retry_timeout", Type.STRING, "How long to retry starting the script.")
        .optional("pause_after", Type.STRING, "How long to wait afterwards.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    ScriptArguments scripts =
        ScriptArguments.read(arguments, build, java.util.List.of(), diagnostics);
    boolean file = arguments.flag("use_env_var_file", false);
    Optional<String> command = arguments.text("execute_command");
    Run run =
        new Run(
            scripts,
            command.orElse(file ? ". {{.EnvVarFile}} && {{.Path}}" : "{{.Vars}}{{.Path}}"),
            arguments.text("remote_path"),
            arguments.text("remote_folder", "/tmp"),
            arguments.text("remote_file"),
            file,
            arguments.flag("skip_clean", false),
            new Restarts(
                arguments.flag("expect_disconnect", false),
                arguments.duration("start_retry_timeout", diagnostics).orElse(RETRY)),
            arguments.duration("pause_after", diagnostics).orElse(Duration.ZERO));
    try {
      ScriptVariables.Filled _ = run.filled("/script", "/variables");
    } catch (IllegalArgumentException e) {
      diagnostics.error(
          "Unknown placeholder",
          e.getMessage()
              + " has no value here; available are {{.Path}}, {{.Vars}} and {{.EnvVarFile}}.",
          arguments.place("execute_command"));
    }
    return run;
  }

  /**
   * How a machine that restarts is taken.
   *
   * @param expected whether a script may end the connection
   * @param patience how long a script is tried to start
   */
  private record Restarts(boolean expected, Duration patience) {}

  /** Tries to get something to the machine. */
  @FunctionalInterface
  private interface Delivery {
    void run() throws IOException;
  }

  private record Run(
      ScriptArguments scripts,
      String executeCommand,
      Optional<String> remotePath,
      String remoteFolder,
      Optional<String> remoteFile,
      boolean variableFile,
      boolean skipClean,
      Restarts restarts,
      Duration pauseAfter)
      implements Prepared {

    @Override
    public Effect effect() {
      return Effect.IMAGE;
    }

    @Override
    public void addInputs(InputHash hash) throws IOException {
      scripts.addInputs(hash);
    }

    @Override
    public void provision(Context context) throws StepException, IOException, InterruptedException {
      int number = 0;
      for (ScriptArguments.Script script : scripts.load()) {
        one(script, number++, context);
      }
      Cancellation cancellation = context.cancellation();
      if (!pauseAfter.isZero() && cancellation.await(pauseAfter)) {
        throw new InterruptedException();
      }
    }

    private void one(ScriptArguments.Script script, int number, Context context)
        throws StepException, IOException, InterruptedException {
      // A fixed name, since a script may write its own into the image.
      String path =
          remotePath.orElse(
              remoteFolder + "/" + remoteFile.orElse("script_" + (1000 + number) + ".sh"));
      String variables = remoteFolder + "/varfile_" + (1000 + number);
      Communicator machine = context.communicator();
      ScriptVariables.Filled filled = filled(path, variables);
      deliver(
          () -> {
            machine.upload(path, script.content(), 0755);
            if (variableFile) {
              machine.upload(
                  variables, scripts.variables().exports().getBytes(StandardCharsets.UTF_8), 0600);
            }
            for (Map.Entry<String, String> file : filled.files().entrySet()) {
              machine.upload(
                  remoteFolder + "/" + file.getKey(),
                  file.getValue().getBytes(StandardCharsets.UTF_8),
                  0600);
            }
          },
          context.cancellation());
      OutputTail tail = new OutputTail(context.output());
      int exitCode;
      boolean restarts = false;
      try {
        exitCode =
            machine.run(
                new Communicator.Command(filled.line(), filled.environment()),
                tail,
                context.cancellation());
      } catch (Communicator.CommunicationException e) {
        restarts = this.restarts.expected() && e.isLost();
        if (!restarts) {
          throw e;
        }
        tail.line(Communicator.Output.Stream.OUT, "The machine ended the connection, as expected.");
        return;
      } finally {
        // What was in the temporary folder doesn't outlive a restart.
        for (String file : restarts ? Set.<String>of() : filled.files().keySet()) {
          machine.remove(remoteFolder + "/" + file);
        }
      }
      if (context.cancellation().isCancelled()) {
        throw new InterruptedException();
      }
      if (!skipClean) {
        machine.remove(path);
        if (variableFile) {
          machine.remove(variables);
        }
      }
      scripts.check(exitCode, script, tail);
    }

    /** A machine that is restarting takes nothing for a while. */
    private void deliver(Delivery delivery, Cancellation cancellation)
        throws IOException, InterruptedException {
      for (Duration waited = Duration.ZERO; ; waited = waited.plus(BETWEEN)) {
        try {
          delivery.run();
          return;
        } catch (Communicator.CommunicationException e) {
          if (!e.isLost() || waited.compareTo(restarts.patience()) >= 0) {
            throw e;
          }
          if (cancellation.await(BETWEEN)) {
            throw new InterruptedException();
          }
        }
      }
    }

    private ScriptVariables.Filled filled(String path, String variables) {
      ScriptVariables given =
          variableFile
              ? new ScriptVariables(new TreeMap<>(), Optional.empty(), false)
              : scripts.variables();
      return given.fill(
          executeCommand, Map.of("Path", path, "EnvVarFile", variables), remoteFolder);
    }
  }
}
