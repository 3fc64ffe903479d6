package dev.ingot.bake.provision;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Scripts that are copied to a Windows machine and run there, as the provisioners powershell and
 * windows-shell do.
 *
 * @param form how one is run
 * @param patience how long a machine that restarts is waited for
 * @param pauseAfter the pause after the last one
 */
record WindowsScript(ScriptArguments scripts, Form form, Duration patience, Duration pauseAfter)
    implements Provisioner.Prepared {
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  /**
   * How a script is run.
   *
   * @param path where it is copied to
   * @param variables where the script that sets its variables is copied to, if one does
   * @param command what runs it; {@code {{.Path}}} and {@code {{.Vars}}} are filled in
   * @param keep whether it stays there
   */
  record Form(String path, Optional<Setting> variables, String command, boolean keep) {}

  /**
   * A file that sets variables.
   *
   * @param path where it is copied to
   * @param text its content
   */
  record Setting(String path, String text) {}

  @Override
  public Provisioner.Effect effect() {
    return Provisioner.Effect.IMAGE;
  }

  private interface Delivery {
    void run() throws IOException;
  }

  @Override
  public void addInputs(InputHash hash) throws IOException {
    scripts.addInputs(hash);
  }

  @Override
  public void provision(Provisioner.Context context)
      throws StepException, IOException, InterruptedException {
    for (ScriptArguments.Script script : scripts.loadForWindows()) {
      one(script, context);
    }
    if (!pauseAfter.isZero() && context.cancellation().await(pauseAfter)) {
      throw new InterruptedException();
    }
  }

  private void one(ScriptArguments.Script script, Provisioner.Context context)
      throws StepException, IOException, InterruptedException {
    Communicator machine = context.communicator();
    deliver(
        () -> {
          machine.upload(form.path(), script.content(), 0700);
          if (form.variables().isPresent()) {
            Setting setting = form.variables().get();
            machine.upload(setting.path(), setting.text().getBytes(StandardCharsets.UTF_8), 0600);
          }
        },
        context.cancellation());
    OutputTail tail = new OutputTail(context.output());
    int code =
        machine.run(
            new Communicator.Command(
                form.command(),
                form.variables().isPresent() ? new TreeMap<>() : scripts.variables().values()),
            tail,
            context.cancellation());
    if (context.cancellation().isCancelled()) {
      throw new InterruptedException();
    }
    if (!form.keep()) {
      machine.remove(form.path());
      if (form.variables().isPresent()) {
        machine.remove(form.variables().get().path());
      }
    }
    scripts.check(code, script, tail);
  }

  private void deliver(Delivery delivery, Cancellation cancellation)
      throws IOException, InterruptedException {
    for (Duration waited = Duration.ZERO; ; waited = waited.plus(BETWEEN)) {
      try {
        delivery.run();
        return;
      } catch (Communicator.CommunicationException e) {
        if (!e.isLost() || waited.compareTo(patience) >= 0) {
          throw e;
        }
        if (cancellation.await(BETWEEN)) {
          throw new InterruptedException();
        }
      }
    }
  }

  /**
   * A command line with its placeholders filled in.
   *
   * @throws IllegalArgumentException with a placeholder that has no value
   */
  static String fill(String line, Map<String, String> values) {
    return ShellText.fill(line, (name, _) -> Optional.ofNullable(values.get(name)));
  }
}
