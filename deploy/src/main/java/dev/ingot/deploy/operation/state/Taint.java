package dev.ingot.deploy.operation.state;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Phrase;
import dev.ingot.state.Change;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ObjectStatus;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import java.util.List;
import java.util.Optional;

/** Marks an object so that the next apply replaces it, or takes the mark away. */
public enum Taint {
  /** Marks it. */
  TAINT(ObjectStatus.TAINTED),
  /** Takes the mark away. */
  UNTAINT(ObjectStatus.READY);

  private final ObjectStatus status;

  Taint(ObjectStatus status) {
    this.status = status;
  }

  /** The result. */
  public sealed interface Outcome {
    /** It was done. */
    record Done() implements Outcome {}

    /** The state has no such object. */
    record Missing(Diagnostic problem) implements Outcome {}

    /** It can't be done. */
    record Refused(Diagnostic problem) implements Outcome {}
  }

  /**
   * Does it.
   *
   * @throws StateException if the state can't be written
   */
  public Outcome apply(StateSession session, InstanceAddress address) {
    Optional<ObjectState> object = session.state().current(address);
    Optional<ProviderConfigAddress> provider =
        session.state().resource(address.resource()).map(found -> found.provider(address.key()));
    if (object.isEmpty() || provider.isEmpty()) {
      return new Outcome.Missing(missing(session, address));
    }
    if (this == UNTAINT && object.get().status() != ObjectStatus.TAINTED) {
      return new Outcome.Refused(
          Diagnostic.error(
              "Resource instance is not tainted",
              "Resource instance "
                  + address
                  + " is not currently tainted, and so it cannot be untainted."));
    }
    ObjectState changed = object.get().toBuilder().status(status).build();
    session.apply(List.of(Change.put(address, provider.get(), changed)));
    session.commit();
    return new Outcome.Done();
  }

  private static Diagnostic missing(StateSession session, InstanceAddress address) {
    return Diagnostic.error(
        "No such resource instance",
        session.state().snapshot().resources().isEmpty()
            ? Phrase.of(
                "The state currently contains no resource instances whatsoever. This may occur if"
                    + " the configuration has never been applied or if it has recently been"
                    + " destroyed.")
            : Phrase.of(
                "There is no resource instance in the state with the address %s. If the resource"
                    + " configuration has just been added, you must run \"ingot apply\" once to"
                    + " create the corresponding instance(s) before they can be tainted.",
                address));
  }
}
