package dev.ingot.deploy.apply;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.configuration.Provisioner;
import dev.ingot.deploy.evaluation.ModuleScope;
import dev.ingot.deploy.reference.LocalExecSchema;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs the provisioners of an instance. */
final class Provisioners {
  private static final int KEPT = 65536;

  private final ApplyContext context;

  Provisioners(ApplyContext context) {
    this.context = context;
  }

  /** Runs those for a moment, one after the other; returns whether all required ones succeeded. */
  boolean run(
      List<Provisioner> provisioners,
      Provisioner.When when,
      InstanceAddress address,
      ModuleScope scope,
      Diagnostics diagnostics) {
    for (Provisioner provisioner : provisioners) {
      if (provisioner.when() != when) {
        continue;
      }
      Diagnostics own = new Diagnostics();
      // Commands count among what runs at once.
      boolean good = context.throttle.call(() -> run(provisioner, address, scope, own));
      boolean goOn = good || provisioner.onFailure() == Provisioner.OnFailure.CONTINUE;
      for (Diagnostic each : own.list()) {
        if (!goOn || !each.isError()) {
          diagnostics.add(each);
        }
      }
      if (!goOn) {
        return false;
      }
    }
    return true;
  }

  private boolean run(
      Provisioner provisioner, InstanceAddress address, ModuleScope scope, Diagnostics own) {
    context.tell(new Event.ProvisionStart(address, provisioner.type()));
    Value config = LocalExecSchema.SCHEMA.decode(provisioner.body(), scope, own);
    boolean good = !own.hasErrors() && execute(provisioner, address, config, own);
    context.tell(
        good
            ? new Event.ProvisionComplete(address, provisioner.type())
            : new Event.ProvisionErrored(address, provisioner.type()));
    return good;
  }

  private boolean execute(
      Provisioner provisioner, InstanceAddress address, Value config, Diagnostics own) {
    Marks secret = Values.deepMarks(config);
    Value plain = Values.unmarkDeep(config).value();
    if (!Values.isWhollyKnown(plain)) {
      own.add(invalid("The arguments of the provisioner are not known.", provisioner, address));
      return false;
    }
    String command = text(plain, "command").orElse("");
    if (command.isEmpty()) {
      own.add(invalid("The command must be a non-empty string.", provisioner, address));
      return false;
    }
    List<String> line = new ArrayList<>();
    Values.attribute(plain, "interpreter")
        .flatMap(Values::elements)
        .ifPresent(parts -> parts.forEach(part -> Values.text(part).ifPresent(line::add)));
    if (line.isEmpty()) {
      line.add("/bin/sh");
      line.add("-c");
    }
    line.add(command);
    Map<String, String> environment = new TreeMap<>();
    Values.attribute(plain, "environment")
        .flatMap(Values::entries)
        .ifPresent(
            entries ->
                entries.forEach(
                    (name, value) ->
                        Values.text(value).ifPresent(text -> environment.put(name, text))));
    Path folder =
        text(plain, "working_dir")
            .map(context.world.setting().rootFolder()::resolve)
            .orElse(context.world.setting().rootFolder());
    boolean quiet = Values.isTrue(Values.attribute(plain, "quiet").orElse(Values.FALSE));
    return execute(new Call(provisioner, address, line, folder, environment, secret, quiet), own);
  }

  private static Diagnostic invalid(
      String detail, Provisioner provisioner, InstanceAddress address) {
    return Diagnostic.error(
            "Invalid local-exec provisioner command", detail, provisioner.body().missingItemRange())
        .about(address.toString());
  }

  private record Call(
      Provisioner provisioner,
      InstanceAddress address,
      List<String> line,
      Path folder,
      Map<String, String> environment,
      Marks secret,
      boolean quiet) {
    /** Whether what the command says must not be shown. */
    boolean isSecret() {
      return !secret.isEmpty();
    }

    /** What is shown instead. */
    String suppressed() {
      String why =
          secret.sensitive()
              ? secret.ephemeral() ? "sensitive, ephemeral" : "sensitive"
              : "ephemeral";
      return "(output suppressed due to " + why + " value in config)";
    }
  }

  private boolean execute(Call call, Diagnostics own) {
    String command = call.line().getLast();
    if (call.isSecret()) {
      say(call, call.suppressed());
    } else if (call.quiet()) {
      say(call, "local-exec: Executing: Suppressed by quiet=true");
    } else {
      StringBuilder shown = new StringBuilder("Executing: [");
      for (String part : call.line()) {
        shown
            .append(shown.length() > "Executing: [".length() ? " " : "")
            .append(dev.ingot.lang.value.Quoting.quoted(part));
      }
      say(call, shown.append(']').toString());
    }
    StringBuilder output = new StringBuilder();
    try {
      int status =
          context.commands.run(
              call.line(),
              call.folder(),
              call.environment(),
              line -> {
                if (output.length() < KEPT) {
                  output.append(line).append('\n');
                }
                say(call, call.isSecret() ? call.suppressed() : line);
              },
              context.cancellation);
      if (status == 0) {
        return true;
      }
      own.add(
          Diagnostic.error(
                  "local-exec provisioner error",
                  "Error running command '"
                      + (call.isSecret() ? "(sensitive)" : command)
                      + "': exit status "
                      + status
                      + ". Output: "
                      + (call.isSecret() ? "(suppressed)" : output),
                  call.provisioner().body().missingItemRange())
              .about(call.address().toString()));
      return false;
    } catch (IOException e) {
      own.add(
          Diagnostic.error(
                  "local-exec provisioner error",
                  Files.isDirectory(call.folder())
                      ? "The command could not be started in "
                          + call.folder()
                          + ": "
                          + (e.getMessage() == null ? "input/output error" : e.getMessage())
                      : "Error running command '"
                          + (call.isSecret() ? "(sensitive)" : command)
                          + "': chdir "
                          + shown(call.folder())
                          + ": no such file or directory. Output: ",
                  call.provisioner().body().missingItemRange())
              .about(call.address().toString()));
      return false;
    }
  }

  private Path shown(Path folder) {
    Path root = context.world.setting().rootFolder();
    return folder.startsWith(root) ? root.relativize(folder) : folder;
  }

  private void say(Call call, String line) {
    context.tell(new Event.ProvisionOutput(call.address(), call.provisioner().type(), line));
  }

  private static Optional<String> text(Value object, String name) {
    return Values.attribute(object, name).flatMap(Values::text);
  }
}
