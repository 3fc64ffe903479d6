package dev.ingot.deploy.apply;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.call.DataReader;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.Kept;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.stored.CodecException;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.deploy.stored.StoredIdentities;
import dev.ingot.deploy.stored.StoredObjects;
import dev.ingot.deploy.stored.StoredValues;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ReadResource;
import dev.ingot.state.Action;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.Intent;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ObjectStatus;
import dev.ingot.state.WorkingState;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Finds out, through its provider, what became of a change that was begun and whose outcome is not
 * known: its process died, or its provider's answer was lost.
 *
 * <pre>
 * begun             found                 in the state then
 * create            the object            the object: current, or deposed beside another current one
 *                   nothing               nothing
 * update, destroy   the object            its attributes as they are now
 *                   nothing               nothing
 * </pre>
 */
final class OutcomeLookup {
  private final WorkingState state;
  private final RandomGenerator random;
  private final Predicate<InstanceAddress> provisioned;

  /**
   * @param state the state to be brought in line
   * @param random for keys of deposed objects
   * @param provisioned whether commands run after the creation of an instance, so that it can't be
   *     told to be complete
   */
  OutcomeLookup(
      WorkingState state, RandomGenerator random, Predicate<InstanceAddress> provisioned) {
    this.state = state;
    this.random = random;
    this.provisioned = provisioned;
  }

  /** What was found out. */
  sealed interface Found {
    /**
     * The outcome is known.
     *
     * @param changes what brings the state in line
     * @param what what had happened, said of the object; empty where it needn't be said
     */
    record Known(List<Change> changes, String what) implements Found {
      public Known {
        changes = List.copyOf(changes);
      }
    }

    /**
     * The outcome is still unknown.
     *
     * @param why a sentence
     * @param forGood whether asking again is of no use
     */
    record Unknown(String why, boolean forGood) implements Found {}
  }

  /** Looks a change up. */
  Found find(Intent intent, GuardedProvider provider, ResourceType type) {
    try {
      return switch (intent.action()) {
        case CREATE, IMPORT -> created(intent, provider, type);
        case UPDATE, DELETE -> changed(intent, provider, type);
      };
    } catch (CodecException e) {
      return unreachable(String.valueOf(e.getMessage()));
    }
  }

  private static Found unreachable(String problem) {
    return new Found.Unknown("It could not be looked up: " + problem, false);
  }

  private static Found unreachable(Diagnostics diagnostics) {
    return unreachable(
        DataReader.problem(diagnostics)
            .or(() -> diagnostics.list().stream().map(Diagnostic::summary).findFirst())
            .orElse("its provider did not answer"));
  }

  private Found created(Intent intent, GuardedProvider provider, ResourceType type) {
    if (!provider.schema().capabilities().findsPlanned()
        || intent.schemaVersion() != type.schema().version()) {
      return new Found.Unknown(
          "Its provider can't look up unfinished objects. Check whether the object exists, and"
              + " import or destroy it if it does. This warning is shown only once.",
          true);
    }
    Value planned = StoredValues.parse(intent.planned().text(), type.objectType());
    Diagnostics own = new Diagnostics();
    Optional<ReadResource.Response> found =
        ObjectReader.lookUp(
            intent.address(), planned, Kept.of(intent.plannedPrivate()), type, provider, own);
    if (found.isEmpty()) {
      return unreachable(own);
    }
    ReadResource.Response response = found.get();
    if (response.value().isNull()) {
      return new Found.Known(
          List.of(), "was about to be created, but does not exist: nothing was created.");
    }
    ObjectState object =
        ObjectState.builder(StoredObjects.attributes(response.value(), type))
            .status(provisioned.test(intent.address()) ? ObjectStatus.TAINTED : ObjectStatus.READY)
            .schemaVersion(type.schema().version())
            .privateBytes(response.privateData())
            .identity(StoredIdentities.stored(response.identity(), Optional.empty(), type))
            .build();
    return new Found.Known(
        List.of(new Change.Put(intent.address(), place(intent), intent.provider(), object)),
        "had been created and is now in the state.");
  }

  /** What has become current since, such as what served before, must not be lost. */
  private Optional<DeposedKey> place(Intent intent) {
    InstanceState instance = state.instance(intent.address()).orElse(InstanceState.EMPTY);
    return instance.current().isPresent()
        ? Optional.of(DeposedKey.unused(random, instance.deposed().keySet()))
        : Optional.empty();
  }

  private Found changed(Intent intent, GuardedProvider provider, ResourceType type) {
    Optional<ObjectState> stored =
        intent.deposed().isPresent()
            ? state.deposed(intent.address(), intent.deposed().get())
            : state.current(intent.address());
    if (stored.isEmpty()) {
      return new Found.Known(List.of(), "");
    }
    Diagnostics own = new Diagnostics();
    Optional<Value> before = ObjectReader.read(intent.address(), stored.get(), type, provider, own);
    Optional<ReadResource.Response> found =
        before.flatMap(
            value ->
                ObjectReader.lookUp(
                    intent.address(),
                    Values.unmarkDeep(value).value(),
                    Kept.of(intent.address(), stored.get(), type, provider, own),
                    type,
                    provider,
                    own));
    if (found.isEmpty()) {
      return unreachable(own);
    }
    ReadResource.Response response = found.get();
    boolean deleting = intent.action() == Action.DELETE;
    if (response.value().isNull()) {
      return new Found.Known(
          List.of(new Change.Remove(intent.address(), intent.deposed())),
          deleting ? "had been destroyed." : "was about to be updated, but no longer exists.");
    }
    ObjectState object =
        stored.get().toBuilder()
            .attributes(StoredObjects.attributes(response.value(), type))
            .schemaVersion(type.schema().version())
            .privateBytes(response.privateData())
            .identity(StoredIdentities.stored(response.identity(), stored.get().identity(), type))
            .build();
    return new Found.Known(
        List.of(new Change.Put(intent.address(), intent.deposed(), intent.provider(), object)),
        deleting
            ? "was about to be destroyed, but still exists."
            : "was about to be updated; the state now has its current values.");
  }
}
