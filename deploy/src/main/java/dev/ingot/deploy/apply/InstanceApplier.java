package dev.ingot.deploy.apply;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.call.Conformity;
import dev.ingot.deploy.call.DataReader;
import dev.ingot.deploy.call.Kept;
import dev.ingot.deploy.call.ObjectPlan;
import dev.ingot.deploy.call.ObjectPlanner;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.evaluation.Conditions;
import dev.ingot.deploy.evaluation.EphemeralUse;
import dev.ingot.deploy.evaluation.IgnoredChanges;
import dev.ingot.deploy.evaluation.Touched;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.StoredObjects;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Severity;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ProposedNew;
import dev.ingot.state.Change;
import dev.ingot.state.ObjectState;
import dev.ingot.state.StateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the approved change of one instance. */
final class InstanceApplier {
  private final ApplyContext context;
  private final Subjects subjects;
  private final ObjectWriter writer;
  private final DataReader data;
  private final Map<InstanceAddress, DeposedKey> deposed = new ConcurrentHashMap<>();

  InstanceApplier(ApplyContext context) {
    this.context = context;
    this.subjects = new Subjects(context);
    this.writer = new ObjectWriter(context);
    this.data = new DataReader(context.observer);
  }

  /** The key under which the object an instance had before is kept now. */
  Optional<DeposedKey> deposedKey(InstanceAddress address) {
    return Optional.ofNullable(deposed.get(address));
  }

  /**
   * Makes a change; returns whether it succeeded.
   *
   * @param depose the key under which a replaced object is kept until it is destroyed explicitly;
   *     empty where it is gone or goes first
   */
  boolean apply(Node.Resource node, ResourceChange change, Optional<DeposedKey> depose) {
    Diagnostics diagnostics = new Diagnostics();
    boolean good =
        subjects
            .find(node, change.address(), Touched.NOTHING, diagnostics)
            .map(subject -> apply(subject, change, depose))
            .orElse(false);
    context.diagnostics.addAll(diagnostics);
    return good && !diagnostics.hasErrors();
  }

  private boolean apply(Subject subject, ResourceChange change, Optional<DeposedKey> depose) {
    Diagnostics diagnostics = subject.diagnostics();
    Conditions conditions = new Conditions(context.world, diagnostics);
    if (!context.checks.resource(
        subject.node(), subject.address(), conditions, subject.scope(), Severity.ERROR)) {
      return false;
    }
    Value config =
        subject.type().block().decode(subject.resource().body(), subject.scope(), diagnostics);
    if (diagnostics.hasErrors()) {
      return false;
    }
    Values.Unmarked unmarked = Values.unmarkDeep(config);
    boolean good =
        change.action() == ChangeAction.READ
            ? read(subject, unmarked)
            : write(subject, change, unmarked, depose);
    if (good) {
      context.checks.afterwards(
          subject.node(),
          subject.address(),
          conditions,
          subject.scope().withSelf(subject.instances().value(subject.address().key())),
          Severity.ERROR);
    }
    return good && !diagnostics.hasErrors();
  }

  private boolean write(
      Subject subject, ResourceChange change, Values.Unmarked config, Optional<DeposedKey> depose) {
    boolean updates = change.action() == ChangeAction.UPDATE;
    Optional<ObjectState> stored = context.session.state().current(subject.address());
    Values.Unmarked before = new Values.Unmarked(subject.type().none(), List.of());
    Value prior = before.value();
    Kept kept = Kept.NOTHING;
    if (updates) {
      Optional<Value> read = stored.flatMap(object -> read(subject, object));
      if (read.isEmpty()) {
        return false;
      }
      before = Values.unmarkDeep(read.get());
      prior = before.value();
      kept =
          Kept.of(
              subject.address(),
              stored.get(),
              subject.type(),
              subject.provider(),
              subject.diagnostics());
    }
    Value configured =
        IgnoredChanges.apply(
            subject.resource().lifecycle(), subject.type().block(), prior, config.value());
    Optional<ObjectPlan> plan =
        ObjectPlanner.plan(
            subject.address(),
            subject.resource(),
            subject.type(),
            subject.provider(),
            prior,
            configured,
            kept,
            subject.diagnostics());
    if (plan.isEmpty() || !asApproved(subject, change, plan.get())) {
      return false;
    }
    List<Values.PathMarks> marks = EphemeralUse.storable(config.marks());
    if (updates && plan.get().planned().equals(prior) && subject.type().sameMarks(before, marks)) {
      // What was not known when it was planned turned out to be what it was.
      subject
          .instances()
          .set(
              subject.address().key(), subject.type().withSchemaMarks(Values.remark(prior, marks)));
      return true;
    }
    Optional<DeposedKey> key = Optional.empty();
    if (!updates && stored.isPresent()) {
      key = depose;
      depose.ifPresent(chosen -> deposed.put(subject.address(), chosen));
    }
    return writer.write(
        new ObjectWriter.Job(
            subject,
            prior,
            configured,
            plan.get(),
            marks,
            updates ? stored : Optional.empty(),
            key));
  }

  private static boolean asApproved(Subject subject, ResourceChange change, ObjectPlan plan) {
    List<String> wrong =
        Conformity.applied(Values.unmarkDeep(change.after()).value(), plan.planned());
    if (wrong.isEmpty() && plan.requiresReplace().isEmpty()) {
      return true;
    }
    subject
        .diagnostics()
        .error(
            "Provider produced inconsistent final plan",
            "When expanding the plan for "
                + subject.address()
                + " to include new values learned so far during apply, the provider planned"
                + " a different change than was approved"
                + (wrong.isEmpty() ? "." : ": " + String.join("; ", wrong) + ".")
                + "\n\nNothing was changed. Make a new plan; if it happens again, this is a bug in"
                + " the provider.",
            subject.resource().declaration());
    return false;
  }

  private Optional<Value> read(Subject subject, ObjectState object) {
    return ObjectReader.read(
        subject.address(), object, subject.type(), subject.provider(), subject.diagnostics());
  }

  private boolean read(Subject subject, Values.Unmarked config) {
    if (!Values.isWhollyKnown(config.value())) {
      subject
          .diagnostics()
          .error(
              "Configuration contains unknown value",
              "The configuration of "
                  + subject.address()
                  + " still contains values that are not known, so that it can't be read.",
              subject.resource().declaration());
      return false;
    }
    boolean nested = subject.resource().check().isPresent();
    Diagnostics own = new Diagnostics();
    Optional<Value> value =
        data.read(
            subject.address(),
            subject.resource(),
            subject.type(),
            subject.provider(),
            config.value(),
            own);
    own.list().forEach(each -> subject.diagnostics().add(nested ? each.asWarning() : each));
    List<Values.PathMarks> marks = EphemeralUse.storable(config.marks());
    if (nested) {
      context
          .world
          .instance(subject.address().module())
          .ifPresent(
              module -> context.checks.data(subject.node(), module, DataReader.problem(own)));
    }
    if (value.isEmpty()) {
      if (!nested) {
        return false;
      }
      Value unread = ProposedNew.withUnknownComputed(subject.type().block(), config.value());
      return keep(
          subject,
          new Values.Unmarked(StoredObjects.unknownAsNull(unread), marks),
          Values.remark(unread, marks));
    }
    return keep(
        subject, new Values.Unmarked(value.get(), marks), Values.remark(value.get(), marks));
  }

  /** Stores what was read; references see what is shown. */
  private boolean keep(Subject subject, Values.Unmarked read, Value shown) {
    ObjectState stored =
        ObjectState.builder(StoredObjects.attributes(read.value(), subject.type()))
            .schemaVersion(subject.type().schema().version())
            .sensitiveAttributes(StoredObjects.sensitive(read, subject.type()))
            .build();
    ProviderConfigAddress provider = subject.configuration();
    try {
      context.session.apply(List.of(Change.put(subject.address(), provider, stored)));
    } catch (StateException e) {
      subject.diagnostics().add(SaveProblems.of(e));
      return false;
    }
    subject.instances().set(subject.address().key(), subject.type().withSchemaMarks(shown));
    return true;
  }
}
