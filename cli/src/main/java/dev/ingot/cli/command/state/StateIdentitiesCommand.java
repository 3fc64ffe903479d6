package dev.ingot.cli.command.state;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.deploy.operation.state.StateSelection;
import dev.ingot.lang.Result;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.State;
import dev.ingot.state.StateReading;
import dev.ingot.state.StoredIdentity;
import dev.ingot.state.format.JsonSink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** {@code ingot state identities}: by what objects are known in their remote systems. */
public final class StateIdentitiesCommand implements Command {
  @Override
  public String synopsis() {
    return "List the identities of the resources in the state.";
  }

  @Override
  public String arguments() {
    return "[ADDRESS ...]";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("json", "Print JSON.").text("state", "FILE", "The state to read.");
  }

  @Override
  public int run(Invocation invocation) {
    Optional<StateReading> reading = StateAccess.read(invocation);
    if (reading.isEmpty()) {
      return ExitCode.ERROR;
    }
    State state = reading.get().state();
    NavigableSet<InstanceAddress> all = new TreeSet<>();
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
    if (invocation.given().on("json")) {
      document(invocation, state, all);
    } else {
      for (InstanceAddress address : all) {
        identity(state, address)
            .ifPresent(
                identity -> invocation.terminal().out().println(address + " " + compact(identity)));
      }
    }
    invocation.terminal().flush();
    return ExitCode.OK;
  }

  private static void document(
      Invocation invocation, State state, NavigableSet<InstanceAddress> addresses) {
    JsonSink sink = JsonSink.compact().beginArray();
    for (InstanceAddress address : addresses) {
      identity(state, address)
          .ifPresent(
              identity ->
                  sink.beginObject()
                      .name("address")
                      .value(address.toString())
                      .name("identity_schema_version")
                      .value(identity.schemaVersion())
                      .name("identity")
                      .value(identity.value())
                      .endObject());
    }
    invocation
        .terminal()
        .out()
        .println(new String(sink.endArray().toByteArray(), StandardCharsets.UTF_8));
  }

  private static String compact(StoredIdentity identity) {
    return new String(
        JsonSink.compact().value(identity.value()).toByteArray(), StandardCharsets.UTF_8);
  }

  private static Optional<StoredIdentity> identity(State state, InstanceAddress address) {
    return state.instance(address).flatMap(InstanceState::current).flatMap(ObjectState::identity);
  }
}
