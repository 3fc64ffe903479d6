package dev.ingot.cli.command.state;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.view.StateText;
import dev.ingot.deploy.document.DecodedState;
import dev.ingot.lang.Diagnostics;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateReading;
import java.io.IOException;
import java.util.List;

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

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    Engine engine = Engine.of(invocation);
    if (invocation.given().arguments().size() != 1) {
      throw UsageException.ofArguments("Exactly one argument expected.");
    }
    String text = invocation.given().arguments().getFirst();
    InstanceAddress wanted;
    StateReading reading;
    try {
      wanted = InstanceAddress.parse(text);
      reading = StateAccess.store(engine).read();
    } catch (AddressException e) {
      return StateAccess.invalid(engine, text, e);
    } catch (StateException e) {
      return StateAccess.refuse(engine, "Failed to load state: " + e.getMessage());
    }
    if (!reading.exists()) {
      return StateAccess.refuse(engine, StateAccess.noStateFile(engine));
    }
    State state = reading.state();
    if (state.instance(wanted).flatMap(instance -> instance.current()).isEmpty()) {
      return StateAccess.refuse(
          engine,
          "No instance found for the given address!\n\nThis command requires that the address"
              + " references one specific instance.\nTo view the available instances, use \""
              + engine.wording().program()
              + " state list\". Please modify\nthe address to reference a specific instance.");
    }
    Diagnostics diagnostics = new Diagnostics();
    try (DecodedState values = new DecodedState(engine.providers())) {
      List<DecodedState.Stored> found =
          values.all(state, diagnostics).stream()
              .filter(each -> each.address().equals(wanted) && each.deposed().isEmpty())
              .toList();
      if (found.isEmpty()) {
        engine.show(diagnostics.list());
        return ExitCode.ERROR;
      }
      DecodedState.Stored stored = found.getFirst();
      String shown =
          new StateText(engine.terminal())
              .text(
                  new StateText.Shown(
                      stored.address(),
                      stored.deposed(),
                      stored.isTainted(),
                      stored.schema(),
                      stored.value()));
      engine.terminal().out().print(shown);
      engine.terminal().out().flush();
      return ExitCode.OK;
    }
  }
}
