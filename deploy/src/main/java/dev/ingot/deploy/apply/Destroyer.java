package dev.ingot.deploy.apply;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ObjectChanger;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.configuration.Provisioner;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.ModuleScope;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.deploy.stored.StoredObjects;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.Action;
import dev.ingot.state.Change;
import dev.ingot.state.Intent;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ObjectStatus;
import dev.ingot.state.RawJson;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Destroys objects, or forgets them. */
final class Destroyer {
  private final ApplyContext context;
  private final Provisioners provisioners;

  Destroyer(ApplyContext context) {
    this.context = context;
    this.provisioners = new Provisioners(context);
  }

  /** One stored object to be destroyed. */
  private record Job(
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      ProviderConfigAddress providerAddress,
      GuardedProvider provider,
      ResourceType type,
      ObjectState stored,
      Value value,
      Diagnostics diagnostics) {}

  /** Stops managing an object; whether that could be written down. */
  boolean forget(InstanceAddress address) {
    try {
      context.session.apply(List.of(Change.remove(address)));
      return true;
    } catch (StateException e) {
      context.diagnostics.add(SaveProblems.of(e));
      return false;
    }
  }

  /** Destroys an object; whether it is gone. */
  boolean destroy(
      InstanceAddress address, Optional<DeposedKey> deposed, ProviderConfigAddress provider) {
    Diagnostics diagnostics = new Diagnostics();
    boolean good = destroy(address, deposed, provider, diagnostics);
    context.diagnostics.addAll(diagnostics);
    return good;
  }

  private boolean destroy(
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      ProviderConfigAddress providerAddress,
      Diagnostics diagnostics) {
    Optional<ObjectState> stored =
        deposed.isPresent()
            ? context.session.state().deposed(address, deposed.get())
            : context.session.state().current(address);
    if (stored.isEmpty()) {
      return true;
    }
    Optional<GuardedProvider> provider =
        context.pool.configuredOrDefault(providerAddress, diagnostics);
    Optional<ResourceType> type =
        context.type(
            providerAddress.provider(), address.resource().mode(), address.resource().type());
    if (provider.isEmpty() || type.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
              "Provider configuration not present",
              "To destroy " + address + " its provider " + providerAddress + " is needed."));
      return false;
    }
    Optional<Value> value =
        ObjectReader.read(address, stored.get(), type.get(), provider.get(), diagnostics);
    return value.isPresent()
        && destroy(
            new Job(
                address,
                deposed,
                providerAddress,
                provider.get(),
                type.get(),
                stored.get(),
                value.get(),
                diagnostics));
  }

  private boolean destroy(Job job) {
    String id = ObjectReader.id(job.value());
    context.tell(new Event.ApplyStart(job.address(), job.deposed(), ChangeAction.DELETE, id));
    long start = System.nanoTime();
    boolean good = false;
    try (Progress _ =
        new Progress(context, job.address(), job.deposed(), ChangeAction.DELETE, id)) {
      good = provision(job) && remove(job);
    } catch (StateException e) {
      job.diagnostics().add(SaveProblems.of(e));
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    Event failed =
        new Event.ApplyErrored(job.address(), job.deposed(), ChangeAction.DELETE, id, elapsed);
    Event done =
        new Event.ApplyComplete(job.address(), job.deposed(), ChangeAction.DELETE, id, elapsed);
    if (good && pipelined(job)) {
      context.saveLater(
          List.of(new Change.Remove(job.address(), job.deposed())),
          ChangeAction.DELETE,
          done,
          failed);
      return true;
    }
    if (good) {
      context.tally.count(ChangeAction.DELETE);
    }
    context.tell(good ? done : failed);
    return good;
  }

  /** Whether the removal becomes durable beside the steps. */
  private boolean pipelined(Job job) {
    return job.deposed().isEmpty()
        && context.mayPipeline(job.address(), job.providerAddress().provider());
  }

  private boolean provision(Job job) {
    // What was never completed has nothing to undo; and what was replaced by an object made before
    // it goes is not what its instance is now. Rules: the recorded behaviour of Terraform 1.11.
    if (job.stored().status() == ObjectStatus.TAINTED || job.deposed().isPresent()) {
      return true;
    }
    ModuleInstance module =
        context.world.instance(job.address().module()).orElse(context.world.root());
    ModuleScope scope =
        context
            .world
            .scope(module, RepetitionData.of(job.address().key()))
            .withSelf(job.type().withSchemaMarks(job.value()));
    return provisioners.run(
        provisioners(job), Provisioner.When.DESTROY, job.address(), scope, job.diagnostics());
  }

  private List<Provisioner> provisioners(Job job) {
    return context
        .references
        .resource(job.address().resource().configuration())
        .map(node -> node.resource().provisioners())
        .or(() -> context.removals.of(job.address()).map(removed -> removed.provisioners()))
        .orElse(List.of());
  }

  private boolean remove(Job job) {
    Value prior = Values.unmarkDeep(job.value()).value();
    Optional<Bytes> planned =
        ObjectChanger.planDestroy(
            job.address(),
            job.type(),
            job.provider(),
            prior,
            job.stored().privateBytes(),
            job.diagnostics());
    if (planned.isEmpty()) {
      return false;
    }
    boolean silent = context.withoutEffects(job.providerAddress().provider());
    Optional<StateSession.Begun> begun =
        silent
            ? Optional.empty()
            : Optional.of(
                context.session.begin(
                    new Intent(
                        job.address(),
                        job.deposed(),
                        Action.DELETE,
                        job.providerAddress(),
                        job.type().schema().version(),
                        RawJson.NULL,
                        job.stored().privateBytes())));
    Optional<ObjectChanger.Changed> answer =
        ObjectChanger.destroy(
            job.address(), job.type(), job.provider(), prior, planned.get(), job.diagnostics());
    if (answer.isEmpty()) {
      // Whether it is gone is unknown: the journal keeps the started destruction.
      return false;
    }
    ObjectChanger.Changed response = answer.get();
    boolean failed = response.failed();
    if (!failed && !response.value().isNull()) {
      job.diagnostics()
          .add(
              Diagnostic.error(
                  "Provider returned invalid result object after apply",
                  "After destroying "
                      + job.address()
                      + " the provider still returned an object. This is a bug in the provider."));
      failed = true;
    }
    List<Change> changes =
        failed ? still(job, response) : List.of(new Change.Remove(job.address(), job.deposed()));
    if (begun.isPresent()) {
      context.session.finish(begun.get(), changes);
    } else if (!failed && pipelined(job)) {
      return true;
    } else if (!changes.isEmpty()) {
      context.session.apply(changes);
    }
    return !failed;
  }

  private static List<Change> still(Job job, ObjectChanger.Changed response) {
    Value value = response.value();
    if (value.isNull() || !Values.isWhollyKnown(value)) {
      return List.of();
    }
    ObjectState stored =
        job.stored().toBuilder()
            .attributes(StoredObjects.attributes(value, job.type()))
            .schemaVersion(job.type().schema().version())
            .privateBytes(response.kept())
            .build();
    return List.of(new Change.Put(job.address(), job.deposed(), job.providerAddress(), stored));
  }
}
