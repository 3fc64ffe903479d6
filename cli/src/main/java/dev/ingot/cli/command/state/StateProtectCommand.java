package dev.ingot.cli.command.state;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.deploy.operation.state.Protection;
import dev.ingot.state.State;
import dev.ingot.state.StateReading;
import dev.ingot.state.StateSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code ingot state protect} and {@code ingot state unprotect}: which objects no plan may destroy.
 */
public final class StateProtectCommand implements Command {
  /** What it does with the addresses. */
  public enum Mode {
    /** Protects them. */
    PROTECT,
    /** Ends their protection. */
    UNPROTECT
  }

  private final Mode mode;

  public StateProtectCommand(Mode mode) {
    this.mode = mode;
  }

  @Override
  public String synopsis() {
    return switch (mode) {
      case PROTECT -> "Keep objects from being destroyed, or list those that are kept.";
      case UNPROTECT -> "Let protected objects be destroyed again.";
    };
  }

  @Override
  public String arguments() {
    return mode == Mode.PROTECT ? "[ADDRESS...]" : "ADDRESS...";
  }

  @Override
  public Flags flags() {
    return StateAccess.flags();
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    List<String> addresses = new ArrayList<>();
    for (String text : invocation.given().arguments()) {
      try {
        addresses.add(Protection.address(text));
      } catch (AddressException e) {
        throw new UsageException(
            "\"" + text + "\" is the address of neither a resource nor an instance");
      }
    }
    if (addresses.isEmpty() && mode == Mode.UNPROTECT) {
      throw UsageException.ofArguments("At least one address is required.");
    }
    return addresses.isEmpty() ? list(invocation) : change(invocation, addresses);
  }

  private static int list(Invocation invocation) {
    Optional<StateReading> reading = StateAccess.read(invocation);
    if (reading.isEmpty()) {
      return ExitCode.ERROR;
    }
    Protection.of(reading.get().state())
        .addresses()
        .forEach(address -> invocation.terminal().line(address));
    return ExitCode.OK;
  }

  private int change(Invocation invocation, List<String> addresses) throws UsageException {
    Optional<StateSession> opened =
        StateAccess.open(invocation, mode == Mode.PROTECT ? "state-protect" : "state-unprotect");
    if (opened.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (StateSession session = opened.get()) {
      State state = session.state().snapshot();
      Protection before = Protection.of(state);
      for (String address : addresses) {
        Optional<String> problem =
            mode == Mode.PROTECT ? unknown(state, address) : unprotected(before, address);
        if (problem.isPresent()) {
          return StateAccess.refuse(invocation, problem.get());
        }
      }
      Protection after = mode == Mode.PROTECT ? before.with(addresses) : before.without(addresses);
      if (!after.equals(before)) {
        session.replace(after.in(state));
        session.commit();
      }
      String word = mode == Mode.PROTECT ? "protected " : "no longer protected ";
      addresses.forEach(address -> invocation.terminal().line(word + address));
      return ExitCode.OK;
    }
  }

  private static Optional<String> unknown(State state, String address) {
    Protection one = new Protection(new java.util.TreeSet<>(List.of(address)));
    boolean known = state.instances().anyMatch((InstanceAddress each) -> one.covers(each));
    return known
        ? Optional.empty()
        : Optional.of("There is no " + address + " in the state; to list it: ingot state list");
  }

  private static Optional<String> unprotected(Protection before, String address) {
    return before.addresses().contains(address)
        ? Optional.empty()
        : Optional.of(address + " is not protected; to list what is: ingot state protect");
  }
}
