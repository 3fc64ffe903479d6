package dev.ingot.cli.command.state;

import dev.ingot.address.AddressException;
import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.State;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ingot state rm}. */
public final class StateRemoveCommand implements Command {
  @Override
  public String synopsis() {
    return "Forget objects without destroying them.";
  }

  @Override
  public String arguments() {
    return "ADDRESS...";
  }

  @Override
  public Flags flags() {
    return StateAccess.flags()
        .onOff("dry-run", "Only say what would be removed.")
        .onOff("ignore-remote-version", "No effect.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    Engine engine = Engine.of(invocation);
    List<String> arguments = invocation.given().arguments();
    if (arguments.isEmpty()) {
      throw UsageException.ofArguments("At least one address is required.");
    }
    boolean dryRun = invocation.given().on("dry-run");
    Optional<StateSession> opened = StateAccess.open(engine, invocation, "state-rm");
    if (opened.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (StateSession session = opened.get()) {
      State state = session.state().snapshot();
      List<InstanceAddress> found = new ArrayList<>();
      for (String text : arguments) {
        try {
          found.addAll(StateAccess.matching(state, text));
        } catch (AddressException e) {
          return StateAccess.invalid(engine, text, e);
        }
      }
      if (found.isEmpty()) {
        return StateAccess.refuse(engine, nothing(engine));
      }
      for (InstanceAddress address : found) {
        engine.terminal().line((dryRun ? "Would remove " : "Removed ") + address);
      }
      if (!dryRun) {
        session.apply(found.stream().flatMap(each -> removals(state, each).stream()).toList());
        session.commit();
        engine.terminal().line("Successfully removed " + found.size() + " resource instance(s).");
      }
      return ExitCode.OK;
    }
  }

  private static List<Change> removals(State state, InstanceAddress address) {
    InstanceState instance = state.instance(address).orElse(InstanceState.EMPTY);
    List<Change> changes = new ArrayList<>();
    changes.add(Change.remove(address));
    for (DeposedKey key : instance.deposed().keySet()) {
      changes.add(new Change.Remove(address, Optional.of(key)));
    }
    return changes;
  }

  private static Diagnostic nothing(Engine engine) {
    return Diagnostic.error(
        "Invalid target address",
        "No matching objects found. To view the available instances, use \""
            + engine.wording().program()
            + " state list\". Please modify the address to reference a specific instance.");
  }
}
