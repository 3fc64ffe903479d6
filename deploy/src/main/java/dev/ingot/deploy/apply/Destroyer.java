package dev.ingot.deploy.apply;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.call.ProviderDiagnostics;
import dev.ingot.deploy.call.ProviderPool;
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
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderException;
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
  private final Provisioning provisioning;

  Destroyer(ApplyContext context) {
    this.context = context;
    this.provisioning = new Provisioning(context);
  }

  /** One stored object to be destroyed. */
  private record Job(
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      ProviderConfigAddress providerAddress,
      Provider provider,
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
    Optional<Provider> provider = provider(providerAddress);
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
        ObjectReader.read(
            address, stored.get(), type.get(), provider.get(), context.calls, diagnostics);
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

  private Optional<Provider> provider(ProviderConfigAddress address) {
    synchronized (this) {
      if (context.pool.configured(address).isEmpty() && address.alias().isEmpty()) {
        context
            .pool
            .find(address.provider())
            .ifPresent(
                schema ->
                    context.pool.configure(address, schema.provider().emptyValue(), context.calls));
      }
    }
    return context.pool.configured(address);
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
    // What was never completed has nothing to undo.
    if (job.stored().status() == ObjectStatus.TAINTED) {
      return true;
    }
    ModuleInstance module =
        context.world.instance(job.address().module()).orElse(context.world.root());
    ModuleScope scope =
        context
            .world
            .scope(module, RepetitionData.of(job.address().key()))
            .withSelf(job.type().withSchemaMarks(job.value()));
    return provisioning.run(
        provisioners(job), Provisioner.When.DESTROY, job.address(), scope, job.diagnostics());
  }

  private List<Provisioner> provisioners(Job job) {
    String key = job.address().resource().localText();
    return context
        .world
        .instance(job.address().module())
        .map(module -> module.nodes().tree().module().resources().get(key))
        .map(resource -> resource.provisioners())
        .or(() -> context.removals.of(job.address()).map(removed -> removed.provisioners()))
        .orElse(List.of());
  }

  private boolean remove(Job job) {
    Value prior = Values.unmarkDeep(job.value()).value();
    Bytes kept = Bytes.of(job.stored().privateBytes().toByteArray());
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
    ApplyResourceChange.Response response;
    try {
      Bytes planned = plan(job, prior, kept);
      response =
          context.throttle.call(
              () ->
                  job.provider()
                      .applyResourceChange(
                          new ApplyResourceChange.Request(
                              job.type().name(),
                              prior,
                              job.type().none(),
                              job.type().none(),
                              planned,
                              Values.NULL,
                              Optional.empty()),
                          context.calls));
    } catch (ProviderException e) {
      job.diagnostics()
          .add(
              Diagnostic.error(
                  "Provider did not answer",
                  "While destroying "
                      + job.address()
                      + " the provider failed: "
                      + e.getMessage()
                      + "\n\nWhether the object is gone is not known; the next run looks it"
                      + " up."));
      return false;
    }
    boolean failed = false;
    for (ProviderDiagnostic said : response.diagnostics()) {
      job.diagnostics().add(ProviderDiagnostics.of(said, job.address().toString()));
      failed |= said.isError();
    }
    if (!failed && !response.value().isNull()) {
      job.diagnostics()
          .add(
              Diagnostic.error(
                  "Provider returned invalid result object after apply",
                  "After destroying "
                      + job.address()
                      + " the provider still gave an object. This is a bug in the provider."));
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

  private Bytes plan(Job job, Value prior, Bytes kept) {
    boolean planned =
        context
            .pool
            .find(job.providerAddress().provider())
            .map(schema -> schema.capabilities().planDestroy())
            .orElse(false);
    if (!planned) {
      return kept;
    }
    PlanResourceChange.Response response =
        context.throttle.call(
            () ->
                job.provider()
                    .planResourceChange(
                        new PlanResourceChange.Request(
                            job.type().name(),
                            prior,
                            job.type().none(),
                            job.type().none(),
                            kept,
                            Values.NULL,
                            Optional.empty(),
                            ProviderPool.CAPABILITIES),
                        context.calls));
    for (ProviderDiagnostic said : response.diagnostics()) {
      job.diagnostics().add(ProviderDiagnostics.of(said, job.address().toString()));
    }
    return response.plannedPrivate();
  }

  private static List<Change> still(Job job, ApplyResourceChange.Response response) {
    Value value = response.value();
    if (value.isNull() || !Values.isWhollyKnown(value)) {
      return List.of();
    }
    ObjectState stored =
        job.stored().toBuilder()
            .attributes(StoredObjects.attributes(value, job.type()))
            .schemaVersion(job.type().schema().version())
            .privateBytes(Bytes.of(response.privateData().toByteArray()))
            .build();
    return List.of(new Change.Put(job.address(), job.deposed(), job.providerAddress(), stored));
  }
}
