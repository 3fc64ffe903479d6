package dev.ingot.bake.provision;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.DurationText;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Restarts a Windows machine and waits until it is up. Rules: the documentation of Packer's
 * windows-restart provisioner.
 */
public final class WindowsRestart implements Provisioner {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration BETWEEN = Duration.ofSeconds(5);
  private static final String RESTART = "shutdown /r /f /t 0 /c \"ingot restart\"";
  private static final String CHECK = "powershell -command \"& {Write-Output 'restarted.'}\"";

  /** Succeeds on a machine that isn't going down; is taken back at once. */
  private static final String TRIAL = "shutdown /r /f /t 60 /c \"ingot restart test\"";

  private static final String BACK = "shutdown /a";

  /** What Windows notes down while it waits to be restarted. */
  private static final List<String> KEYS =
      List.of(
          "HKLM:SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based"
              + " Servicing\\RebootPending",
          "HKLM:SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based"
              + " Servicing\\PackagesPending",
          "HKLM:Software\\Microsoft\\Windows\\CurrentVersion\\Component Based"
              + " Servicing\\RebootInProgress");

  /** One object serves all blocks. */
  public WindowsRestart() {}

  @Override
  public String type() {
    return "windows-restart";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .optional("restart_command", Type.STRING, "The command that restarts the machine.")
        .optional("restart_check_command", Type.STRING, "A command that works when it is up.")
        .optional("restart_timeout", Type.STRING, "How long it may take (default 5m).")
        .optional("check_registry", Type.BOOL, "Whether to wait for pending updates.")
        .optional("registry_keys", SchemaBuilder.TEXTS, "Keys that are there while it waits.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    List<String> keys = new ArrayList<>();
    if (arguments.flag("check_registry", false) || arguments.has("registry_keys")) {
      keys.addAll(arguments.has("registry_keys") ? arguments.texts("registry_keys") : KEYS);
    }
    return new Restart(
        arguments.text("restart_command", RESTART),
        arguments.text("restart_check_command", CHECK),
        keys,
        arguments.duration("restart_timeout", diagnostics).orElse(TIMEOUT));
  }

  private record Restart(String restart, String check, List<String> keys, Duration timeout)
      implements Prepared {
    Restart {
      keys = List.copyOf(keys);
    }

    /** What it changes is written by the restart itself. */
    @Override
    public Effect effect() {
      return Effect.IMAGE;
    }

    @Override
    public void addInputs(InputHash hash) {}

    @Override
    public void provision(Context context) throws StepException, IOException, InterruptedException {
      try {
        int code = run(restart, context);
        if (code != 0) {
          throw new StepException(
              "The restart command exited with code " + code + ".", List.of(restart), List.of());
        }
      } catch (Communicator.CommunicationException e) {
        if (!e.isLost()) {
          throw e;
        }
      }
      context.output().line(Communicator.Output.Stream.OUT, "Waiting for the machine to restart.");
      Duration waited = Duration.ZERO;
      String last = "it didn't go down";
      boolean wentDown = false;
      while (true) {
        try {
          if (!wentDown) {
            wentDown = hasGoneDown(context);
          }
          if (wentDown) {
            int code = run(check, context);
            last = "the check command exits with code " + code;
            if (code == 0 && !isPending(context)) {
              context.output().line(Communicator.Output.Stream.OUT, "The machine is up again.");
              return;
            }
            last = code == 0 ? "the registry has updates that are pending" : last;
          }
        } catch (Communicator.CommunicationException e) {
          wentDown = true;
          last = IoMessage.of(e);
        }
        if (waited.compareTo(timeout) >= 0) {
          throw new StepException(
              "The machine was not up again within "
                  + DurationText.text(timeout)
                  + " (restart_timeout): "
                  + last
                  + ".");
        }
        if (context.cancellation().await(BETWEEN)) {
          throw new InterruptedException();
        }
        waited = waited.plus(BETWEEN);
      }
    }

    /** A machine that goes down refuses another restart; one that takes it is up again. */
    private boolean hasGoneDown(Context context) throws IOException, InterruptedException {
      if (run(TRIAL, context) != 0) {
        return false;
      }
      int _ = run(BACK, context);
      return true;
    }

    private boolean isPending(Context context) throws IOException, InterruptedException {
      for (String key : keys) {
        int code =
            run(
                "powershell -command \"if (Test-Path '"
                    + key.replace("'", "''")
                    + "') { exit 3 }\"",
                context);
        if (code == 3) {
          return true;
        }
      }
      return false;
    }

    private int run(String line, Context context) throws IOException, InterruptedException {
      Cancellation cancellation = context.cancellation();
      int code =
          context
              .communicator()
              .run(new Communicator.Command(line, new TreeMap<>()), context.output(), cancellation);
      if (cancellation.isCancelled()) {
        throw new InterruptedException();
      }
      return code;
    }
  }
}
