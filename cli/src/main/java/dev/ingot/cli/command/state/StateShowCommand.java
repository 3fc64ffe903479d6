package dev.ingot.cli.command.state;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.StateText;
import dev.ingot.deploy.document.DecodedState;
import dev.ingot.deploy.operation.state.StateSelection;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.state.State;
import dev.ingot.state.StateReading;
import java.util.List;
import java.util.Optional;

/** {@code ingot state show}. */
public final class StateShowCommand implements Command {
  @Override
  public String synopsis() {
    return "Show one object of the state.";
  }

  @Override
  public String arguments() {
    return "ADDRESS";
  }

  @Override
  public Flags flags() {
    return new Flags().text("state", "FILE", "The state to read.");
  }

  private static int refuse(Invocation invocation, String problem) {
    return StateAccess.refuse(
        invocation,
        problem
            + "\n\nThis command requires that the address references one specific instance.\nTo"
            + " view the available instances, use \""
            + invocation.wording().program()
            + " state list\". Please modify\nthe address to reference a specific instance.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    if (invocation.given().arguments().size() != 1) {
      throw UsageException.ofArguments("Exactly one argument expected.");
    }
    String text = invocation.given().arguments().getFirst();
    Result<InstanceAddress> address = StateSelection.instance(text);
    if (address.hasErrors()) {
      return refuse(invocation, "Error parsing instance address: " + text);
    }
    InstanceAddress wanted = address.get();
    Optional<StateReading> reading = StateAccess.read(invocation);
    if (reading.isEmpty()) {
      return ExitCode.ERROR;
    }
    State state = reading.get().state();
    if (state.instance(wanted).flatMap(instance -> instance.current()).isEmpty()) {
      return refuse(invocation, "No instance found for the given address!");
    }
    Diagnostics diagnostics = new Diagnostics();
    try (DecodedState values = new DecodedState(invocation.project().providers())) {
      List<DecodedState.Stored> found =
          values.all(state, diagnostics).stream()
              .filter(each -> each.address().equals(wanted) && each.deposed().isEmpty())
              .toList();
      if (found.isEmpty()) {
        invocation.show(diagnostics.list());
        return ExitCode.ERROR;
      }
      DecodedState.Stored stored = found.getFirst();
      String shown =
          new StateText(invocation.terminal(), invocation.wording())
              .text(
                  new StateText.Shown(
                      stored.address(),
                      stored.deposed(),
                      stored.isTainted(),
                      stored.schema(),
                      stored.value()));
      invocation.terminal().out().print(shown);
      invocation.terminal().out().flush();
      return ExitCode.OK;
    }
  }
}
