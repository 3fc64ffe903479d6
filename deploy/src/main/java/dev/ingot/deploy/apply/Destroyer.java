package dev.ingot.deploy.apply;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.Kept;
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
      boolean ofRollout,
      Diagnostics diagnostics) {
    boolean isComplete() {
      return stored.status() != ObjectStatus.TAINTED;
    }
  }

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

  /** Destroys an object as planned; whether it is gone. */
  boolean destroy(
      InstanceAddress address, Optional<DeposedKey> deposed, ProviderConfigAddress provider) {
    return destroy(address, deposed, provider, false);
  }

  /** Destroys an object that a rollout has replaced, or goes back from; whether it is gone. */
  boolean destroyOfRollout(
      InstanceAddress address, Optional<DeposedKey> deposed, ProviderConfigAddress provider) {
    return destroy(address, deposed, provider, true);
  }

  private boolean destroy(
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      ProviderConfigAddress provider,
      boolean ofRollout) {
    Diagnostics diagnostics = new Diagnostics();
    boolean good = destroy(address, deposed, provider, ofRollout, diagnostics);
    context.diagnostics.addAll(diagnostics);
    return good;
  }

  private boolean destroy(
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      ProviderConfigAddress providerAddress,
      boolean ofRollout,
      Diagnostics diagnostics) {
    Optional<ObjectState> stored =
        deposed.isPresent()
            ? context.session.state().deposed(address, deposed.get())
            : context.session.state().current(address);
    if (stored.isEmpty()) {
      return true;
    }
    Optional<GuardedProvider> provider =
        context
            .pool
            .configuredOrDefault(providerAddress, diagnostics)
            .map(found -> context.metadata.with(found, address));
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
                ofRollout,
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

  /**
   * Runs what undoes what the object's creation did:
   *
   * <pre>
   * object                                       its destroy provisioners
   * current                                      run
   * never completed                              don't run
   * deposed, of a create_before_destroy resource don't run
   * deposed, of another resource: by a rollout   run
   * destroyed by a rollout                       run
   *   never completed                            run, and may fail
   * </pre>
   *
   * <p>The first three lines are the recorded behaviour of Terraform 1.11. A rollout keeps an
   * object beside its successor whatever its resource says, and must leave nothing of it behind.
   */
  private boolean provision(Job job) {
    boolean ofRollout = job.ofRollout() || (job.deposed().isPresent() && !createsFirst(job));
    if (!ofRollout && (!job.isComplete() || job.deposed().isPresent())) {
      return true;
    }
    ModuleInstance module =
        context.world.instance(job.address().module()).orElse(context.world.root());
    ModuleScope scope =
        context
            .world
            .scope(module, RepetitionData.of(job.address().key()))
            .withSelf(job.type().withSchemaMarks(job.value()));
    Diagnostics own = new Diagnostics();
    boolean good =
        provisioners.run(provisioners(job), Provisioner.When.DESTROY, job.address(), scope, own);
    own.list().forEach(each -> job.diagnostics().add(job.isComplete() ? each : each.asWarning()));
    return good || !job.isComplete();
  }

  /** Whether its resource replaces objects by creating first, now or when it was created. */
  private boolean createsFirst(Job job) {
    return job.stored().createBeforeDestroy()
        || context
            .references
            .resource(job.address().resource().configuration())
            .map(context.createBeforeDestroy::applies)
            .orElse(false);
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
    Optional<Kept> planned =
        ObjectChanger.planDestroy(
            job.address(),
            job.type(),
            job.provider(),
            prior,
            Kept.of(job.address(), job.stored(), job.type(), job.provider(), job.diagnostics()),
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
      // What can't be looked up now stays begun in the journal, and is looked up by the next run.
      if (begun.isPresent()
          && context.outcomes().find(begun.get().intent(), job.provider(), job.type())
              instanceof OutcomeLookup.Found.Known(List<Change> known, String _)) {
        context.session.finish(begun.get(), known);
      }
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
            .privateBytes(response.kept().privateData())
            .build();
    return List.of(new Change.Put(job.address(), job.deposed(), job.providerAddress(), stored));
  }
}
