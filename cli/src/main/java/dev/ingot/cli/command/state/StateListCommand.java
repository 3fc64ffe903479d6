package dev.ingot.cli.command.state;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.deploy.operation.state.StateSelection;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.State;
import dev.ingot.state.StateReading;
import dev.ingot.state.StoredAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@code ingot state list}. */
public final class StateListCommand implements Command {
  private static final Comparator<InstanceAddress> ORDER =
      Comparator.comparingInt((InstanceAddress address) -> address.module().calls().size())
          .thenComparing(Comparator.naturalOrder());

  @Override
  public String synopsis() {
    return "List the resources in the state.";
  }

  @Override
  public String arguments() {
    return "[ADDRESS ...]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .text("state", "FILE", "The state to read.")
        .text("id", "ID", "Only objects with this id.");
  }

  @Override
  public int run(Invocation invocation) {
    Optional<StateReading> reading = StateAccess.read(invocation);
    if (reading.isEmpty()) {
      return ExitCode.ERROR;
    }
    State state = reading.get().state();
    List<InstanceAddress> all = new ArrayList<>();
    if (invocation.given().arguments().isEmpty()) {
      state.instances().forEach(all::add);
    }
    for (String text : invocation.given().arguments()) {
      Result<List<InstanceAddress>> found = StateSelection.existing(state, text);
      if (found.hasErrors()) {
        return StateAccess.refuse(invocation, found.diagnostics());
      }
      all.addAll(found.get());
    }
    Optional<String> id = invocation.given().text("id");
    all.stream()
        .distinct()
        .sorted(ORDER)
        .filter(each -> id.isEmpty() || id.equals(idOf(state, each)))
        .forEach(each -> invocation.terminal().out().println(each));
    invocation.terminal().flush();
    return ExitCode.OK;
  }

  private static Optional<String> idOf(State state, InstanceAddress address) {
    return state
        .instance(address)
        .flatMap(InstanceState::current)
        .map(ObjectState::attributes)
        .flatMap(StateListCommand::id);
  }

  private static Optional<String> id(StoredAttributes stored) {
    return switch (stored) {
      case StoredAttributes.Flat(var values) -> Optional.ofNullable(values.get("id"));
      case StoredAttributes.Json(var json) -> {
        try {
          yield ValueJson.parse(json.text()) instanceof Value.ObjectValue(var attributes)
                  && attributes.get("id") instanceof Value.StringValue(String text)
              ? Optional.of(text)
              : Optional.empty();
        } catch (ValueJsonException e) {
          yield Optional.empty();
        }
      }
    };
  }
}
