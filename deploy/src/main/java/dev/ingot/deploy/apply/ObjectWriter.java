package dev.ingot.deploy.apply;

import dev.ingot.address.DeposedKey;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.call.Conformity;
import dev.ingot.deploy.call.ObjectChanger;
import dev.ingot.deploy.call.ObjectPlan;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.configuration.Provisioner;
import dev.ingot.deploy.stored.StoredIdentities;
import dev.ingot.deploy.stored.StoredObjects;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.state.Action;
import dev.ingot.state.Change;
import dev.ingot.state.Intent;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ObjectStatus;
import dev.ingot.state.RawJson;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.StoredAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks a provider to create or update an object, with what is about to be asked written down
 * before, and the result after.
 */
final class ObjectWriter {
  private final ApplyContext context;
  private final Provisioners provisioners;

  ObjectWriter(ApplyContext context) {
    this.context = context;
    this.provisioners = new Provisioners(context);
  }

  /**
   * What is to be written.
   *
   * @param prior without marks; null when it is created
   * @param config without marks
   * @param marks what is put on the result
   * @param before the stored object that is updated; empty when it is created
   * @param depose the key under which the current object is kept while a new one is created
   */
  record Job(
      Subject subject,
      Value prior,
      Value config,
      ObjectPlan plan,
      List<Values.PathMarks> marks,
      Optional<ObjectState> before,
      Optional<DeposedKey> depose) {
    boolean creates() {
      return before.isEmpty();
    }
  }

  /** Writes it; returns whether it succeeded. */
  boolean write(Job job) {
    Subject subject = job.subject();
    ChangeAction action = job.creates() ? ChangeAction.CREATE : ChangeAction.UPDATE;
    String id = ObjectReader.id(job.prior());
    long start = System.nanoTime();
    boolean silent = context.withoutEffects(subject.node().provider().provider());
    context.tell(new Event.ApplyStart(subject.address(), Optional.empty(), action, id));
    if (context.mayPipeline(subject.address(), subject.node().provider().provider())
        && !hasProvisioners(job)) {
      return pipelined(job, action, id, start);
    }
    boolean good;
    try (Progress _ = new Progress(context, subject.address(), Optional.empty(), action, id)) {
      good = silent ? withoutEffects(job) : withEffects(job);
    } catch (StateException e) {
      subject.diagnostics().add(SaveProblems.of(e));
      good = false;
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    if (good) {
      context.tally.count(action);
      String newId = ObjectReader.id(subject.instances().value(subject.address().key()));
      context.tell(
          new Event.ApplyComplete(subject.address(), Optional.empty(), action, newId, elapsed));
    } else {
      context.tell(
          new Event.ApplyErrored(subject.address(), Optional.empty(), action, id, elapsed));
    }
    return good;
  }

  private static boolean hasProvisioners(Job job) {
    return !job.subject().resource().provisioners().isEmpty();
  }

  /** The next steps begin before this is durable; it is reported only then. */
  private boolean pipelined(Job job, ChangeAction action, String id, long start) {
    Subject subject = job.subject();
    Optional<ObjectChanger.Changed> response = ask(job);
    Optional<Outcome> outcome = response.map(found -> outcome(job, found));
    List<Change> changes = new ArrayList<>();
    outcome.ifPresent(found -> put(job, found, changes));
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    Event failed = new Event.ApplyErrored(subject.address(), Optional.empty(), action, id, elapsed);
    boolean good = outcome.isPresent() && finish(job, outcome.get());
    if (!good) {
      if (!changes.isEmpty()) {
        context.session.apply(changes);
      }
      context.tell(failed);
      return false;
    }
    String newId = ObjectReader.id(subject.instances().value(subject.address().key()));
    context.saveLater(
        changes,
        action,
        new Event.ApplyComplete(subject.address(), Optional.empty(), action, newId, elapsed),
        failed);
    return true;
  }

  private boolean withoutEffects(Job job) {
    Optional<ObjectChanger.Changed> response = ask(job);
    if (response.isEmpty()) {
      return false;
    }
    List<Change> changes = new ArrayList<>();
    Outcome outcome = outcome(job, response.get());
    if (outcome.stored().isPresent()) {
      job.depose().ifPresent(key -> changes.add(new Change.Depose(job.subject().address(), key)));
    }
    put(job, outcome, changes);
    if (!changes.isEmpty()) {
      context.session.apply(changes);
    }
    return finish(job, outcome);
  }

  private boolean withEffects(Job job) {
    Subject subject = job.subject();
    job.depose()
        .ifPresent(
            key -> context.session.apply(List.of(new Change.Depose(subject.address(), key))));
    StateSession.Begun begun =
        context.session.begin(
            new Intent(
                subject.address(),
                Optional.empty(),
                job.creates() ? Action.CREATE : Action.UPDATE,
                subject.configuration(),
                subject.type().schema().version(),
                planned(job),
                job.plan().plannedPrivate()));
    Optional<ObjectChanger.Changed> response = ask(job);
    if (response.isEmpty()) {
      answerLost(job, begun);
      return false;
    }
    Outcome outcome = outcome(job, response.get());
    List<Change> changes = new ArrayList<>();
    put(job, outcome, changes);
    if (outcome.stored().isEmpty()) {
      job.depose().ifPresent(key -> changes.add(new Change.Restore(subject.address(), key)));
    }
    context.session.finish(begun, changes);
    return finish(job, outcome);
  }

  /** What can't be looked up now stays begun in the journal, and is looked up by the next run. */
  private void answerLost(Job job, StateSession.Begun begun) {
    Subject subject = job.subject();
    OutcomeLookup.Found found =
        context.outcomes().find(begun.intent(), subject.provider(), subject.type());
    if (found instanceof OutcomeLookup.Found.Known(List<Change> known, String _)) {
      List<Change> changes = new ArrayList<>(known);
      if (changes.isEmpty()) {
        job.depose().ifPresent(key -> changes.add(new Change.Restore(subject.address(), key)));
      }
      context.session.finish(begun, changes);
    }
  }

  private static RawJson planned(Job job) {
    return StoredObjects.attributes(job.plan().planned(), job.subject().type())
            instanceof StoredAttributes.Json(RawJson json)
        ? json
        : RawJson.NULL;
  }

  private static Optional<ObjectChanger.Changed> ask(Job job) {
    Subject subject = job.subject();
    return ObjectChanger.write(
        subject.address(),
        subject.resource(),
        subject.type(),
        subject.provider(),
        job.prior(),
        job.config(),
        job.plan(),
        subject.diagnostics());
  }

  /**
   * The result.
   *
   * @param value without marks
   * @param stored what to store; empty where there is no object
   */
  private record Outcome(Value value, Optional<ObjectState> stored, boolean good) {}

  private Outcome outcome(Job job, ObjectChanger.Changed response) {
    Subject subject = job.subject();
    Diagnostics diagnostics = subject.diagnostics();
    boolean failed = response.failed();
    Value value = response.value();
    if (value.isNull()) {
      if (!failed) {
        diagnostics.error(
            "Provider produced inconsistent result after apply",
            "When applying changes to "
                + subject.address()
                + ", the provider returned no object although one was planned. This is a bug in the"
                + " provider, which should be reported in the provider's own issue tracker.",
            subject.resource().declaration());
      }
      // An update that failed without saying what is there now leaves the object as it was.
      return new Outcome(job.prior(), job.before(), false);
    }
    List<ValuePath> writeOnly = subject.type().writeOnlyValues(value);
    if (!writeOnly.isEmpty()) {
      diagnostics.error(
          "Provider produced inconsistent result after apply",
          "When applying changes to "
              + subject.address()
              + ", the provider returned a value of the write-only attribute "
              + writeOnly.getFirst()
              + ", which is not kept. This is a bug in the provider, which should be reported in"
              + " the provider's own issue tracker.",
          subject.resource().declaration());
      failed = true;
      value = subject.type().withoutWriteOnly(value);
    }
    if (!Values.isWhollyKnown(value)) {
      if (!failed) {
        diagnostics.error(
            "Provider returned invalid result object after apply",
            "After the apply operation, the provider still indicated an unknown value for "
                + subject.address()
                + ". All values must be known after apply, so this is always a bug in the provider"
                + " and should be reported in the provider's own issue tracker. The other object"
                + " values are saved in the state.",
            subject.resource().declaration());
      }
      failed = true;
      value = withNulls(value);
    } else if (!failed && !response.legacy()) {
      List<String> wrong = Conformity.applied(job.plan().planned(), value);
      if (!wrong.isEmpty()) {
        diagnostics.error(
            "Provider produced inconsistent result after apply",
            "When applying changes to "
                + subject.address()
                + ", the provider produced an unexpected new value: "
                + String.join("; ", wrong)
                + ".\n\nThis is a bug in the provider, which should be reported in the provider's"
                + " own issue tracker.",
            subject.resource().declaration());
        failed = true;
      }
    }
    Values.Unmarked marked = new Values.Unmarked(value, job.marks());
    boolean runsProvisioners =
        job.creates()
            && subject.resource().provisioners().stream()
                .anyMatch(provisioner -> provisioner.when() == Provisioner.When.CREATE);
    ObjectStatus status =
        job.creates() && (failed || runsProvisioners)
            ? ObjectStatus.TAINTED
            : job.before().map(ObjectState::status).orElse(ObjectStatus.READY);
    ObjectState stored =
        ObjectState.builder(StoredObjects.attributes(value, subject.type()))
            .status(status)
            .schemaVersion(subject.type().schema().version())
            .sensitiveAttributes(StoredObjects.sensitive(marked, subject.type()))
            .privateBytes(response.kept().privateData())
            .identity(
                StoredIdentities.stored(
                    response.kept().identity(),
                    job.before().flatMap(ObjectState::identity),
                    subject.type()))
            .dependencies(context.dependencies.stored(subject.node()))
            .createBeforeDestroy(context.createBeforeDestroy.applies(subject.node()))
            .build();
    return new Outcome(value, Optional.of(stored), !failed);
  }

  private static Value withNulls(Value value) {
    return Values.transform(
        value,
        (path, part) ->
            part instanceof Value.UnknownValue(var type, var _) ? Value.nullOf(type) : part);
  }

  private static void put(Job job, Outcome outcome, List<Change> changes) {
    outcome
        .stored()
        .ifPresent(
            object ->
                changes.add(
                    Change.put(job.subject().address(), job.subject().configuration(), object)));
  }

  private boolean finish(Job job, Outcome outcome) {
    Subject subject = job.subject();
    if (outcome.stored().isEmpty()) {
      return false;
    }
    Value value = subject.type().withSchemaMarks(Values.remark(outcome.value(), job.marks()));
    subject.instances().set(subject.address().key(), value);
    if (!outcome.good()) {
      return false;
    }
    ObjectState stored = outcome.stored().get();
    if (job.creates() && stored.status() == ObjectStatus.TAINTED) {
      if (!provisioners.run(
          subject.resource().provisioners(),
          Provisioner.When.CREATE,
          subject.address(),
          subject.scope().withSelf(value),
          subject.diagnostics())) {
        return false;
      }
      context.session.apply(
          List.of(
              Change.put(
                  subject.address(),
                  subject.configuration(),
                  stored.toBuilder().status(ObjectStatus.READY).build())));
    }
    return true;
  }
}
