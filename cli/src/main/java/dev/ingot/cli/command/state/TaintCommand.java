package dev.ingot.cli.command.state;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.Change;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ObjectStatus;
import dev.ingot.state.ResourceState;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code ingot taint} and {@code ingot untaint}. */
public final class TaintCommand implements Command {
  private final boolean taint;

  /** Taints, or untaints. */
  public TaintCommand(boolean taint) {
    this.taint = taint;
  }

  @Override
  public String synopsis() {
    return taint
        ? "Have an object replaced by the next apply."
        : "Take an object as complete again.";
  }

  @Override
  public String arguments() {
    return "ADDRESS";
  }

  @Override
  public Flags flags() {
    return StateAccess.flags()
        .onOff("allow-missing", "Succeed even where there is no such object.")
        .onOff("ignore-remote-version", "No effect.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    Engine engine = Engine.of(invocation);
    List<String> arguments = invocation.given().arguments();
    if (arguments.size() != 1) {
      throw UsageException.ofArguments(
          "The " + (taint ? "taint" : "untaint") + " command expects exactly one argument.");
    }
    InstanceAddress address;
    try {
      address = InstanceAddress.parse(arguments.getFirst());
    } catch (AddressException e) {
      return StateAccess.invalid(engine, arguments.getFirst(), e);
    }
    if (taint && address.resource().mode() != ResourceMode.MANAGED) {
      return StateAccess.refuse(engine, "Resource instance " + address + " cannot be tainted");
    }
    Optional<StateSession> opened =
        StateAccess.open(engine, invocation, taint ? "taint" : "untaint");
    if (opened.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (StateSession session = opened.get()) {
      return change(engine, session, address, invocation.given().on("allow-missing"));
    }
  }

  private int change(
      Engine engine, StateSession session, InstanceAddress address, boolean allowMissing) {
    Optional<ObjectState> object = session.state().current(address);
    Optional<ProviderConfigAddress> provider =
        session.state().resource(address.resource()).map(ResourceState::provider);
    if (object.isEmpty() || provider.isEmpty()) {
      if (allowMissing) {
        engine.show(
            List.of(
                Diagnostic.warning(
                    "No such resource instance",
                    "Resource instance "
                        + address
                        + " was not found, but this is not an error because -allow-missing was"
                        + " set.")));
        return ExitCode.OK;
      }
      return StateAccess.refuse(engine, missing(engine, address));
    }
    if (!taint && object.get().status() != ObjectStatus.TAINTED) {
      return StateAccess.refuse(
          engine,
          Diagnostic.error(
              "Resource instance is not tainted",
              "Resource instance "
                  + address
                  + " is not currently tainted, and so it cannot be untainted."));
    }
    ObjectState changed =
        object.get().toBuilder().status(taint ? ObjectStatus.TAINTED : ObjectStatus.READY).build();
    session.apply(List.of(Change.put(address, provider.get(), changed)));
    session.commit();
    engine
        .terminal()
        .line(
            "Resource instance "
                + address
                + (taint ? " has been marked as tainted." : " has been successfully untainted."));
    return ExitCode.OK;
  }

  private Diagnostic missing(Engine engine, InstanceAddress address) {
    return Diagnostic.error(
        "No such resource instance",
        "There is no resource instance in the state with the address "
            + address
            + ". If the resource configuration has just been added, you must run \""
            + engine.wording().program()
            + " apply\" once to create the corresponding instance(s) before they can be"
            + (taint ? " tainted." : " untainted."));
  }
}
