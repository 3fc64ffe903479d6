package dev.ingot.deploy.apply;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.call.Kept;
import dev.ingot.deploy.call.ObjectPlan;
import dev.ingot.deploy.call.ObjectPlanner;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.evaluation.EphemeralUse;
import dev.ingot.deploy.evaluation.IgnoredChanges;
import dev.ingot.deploy.evaluation.Touched;
import dev.ingot.deploy.reference.Node;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ObjectStatus;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings one instance in line with what its configuration says at this moment, which may differ
 * from what was approved for the end.
 */
final class Reconciler {
  /** What may be done to an instance. */
  enum Scope {
    /** Updates, and what was approved. */
    STAGE,
    /** Updates only: what was there before comes back. */
    BACK
  }

  private final ApplyContext context;
  private final Subjects subjects;
  private final ObjectWriter writer;
  private final Map<InstanceAddress, DeposedKey> deposed = new ConcurrentHashMap<>();
  private final Set<InstanceAddress> created = ConcurrentHashMap.newKeySet();

  Reconciler(ApplyContext context) {
    this.context = context;
    this.subjects = new Subjects(context);
    this.writer = new ObjectWriter(context);
  }

  /** The objects that instances had before they were replaced here. */
  Map<InstanceAddress, DeposedKey> deposed() {
    return deposed;
  }

  /** The instances that were created here. */
  Set<InstanceAddress> created() {
    return created;
  }

  /**
   * Brings it in line; returns whether that succeeded.
   *
   * @param lenient whether what can't be evaluated yet is silently left for later
   */
  boolean reconcile(Node.Resource node, InstanceAddress address, Scope scope, boolean lenient) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<Subject> subject = subjects.find(node, address, Touched.NOTHING, diagnostics);
    boolean good =
        subject.isPresent() && reconcile(subject.get(), scope, lenient, new Diagnostics());
    context.diagnostics.addAll(diagnostics);
    return good && !diagnostics.hasErrors();
  }

  private boolean reconcile(Subject subject, Scope scope, boolean lenient, Diagnostics decoding) {
    Value config =
        subject.type().block().decode(subject.resource().body(), subject.scope(), decoding);
    Values.Unmarked unmarked = Values.unmarkDeep(config);
    if (decoding.hasErrors() || !Values.isWhollyKnown(unmarked.value())) {
      if (!lenient) {
        subject.diagnostics().addAll(decoding);
      }
      if (lenient || !decoding.hasErrors()) {
        current(subject);
        return true;
      }
      return false;
    }
    Optional<ObjectState> stored = context.session.state().current(subject.address());
    if (stored.isEmpty()) {
      return scope == Scope.BACK || create(subject, unmarked, Optional.empty());
    }
    Optional<Value> read = current(subject);
    if (read.isEmpty()) {
      return false;
    }
    Value prior = Values.unmarkDeep(read.get()).value();
    Value configured =
        IgnoredChanges.apply(
            subject.resource().lifecycle(), subject.type().block(), prior, unmarked.value());
    Optional<ObjectPlan> plan =
        plan(
            subject,
            prior,
            configured,
            Kept.of(
                subject.address(),
                stored.get(),
                subject.type(),
                subject.provider(),
                subject.diagnostics()));
    if (plan.isEmpty()) {
      return false;
    }
    boolean tainted = stored.get().status() == ObjectStatus.TAINTED;
    if (tainted || !plan.get().requiresReplace().isEmpty()) {
      return replace(subject, scope, unmarked);
    }
    if (plan.get().planned().equals(prior)) {
      return true;
    }
    return writer.write(
        new ObjectWriter.Job(
            subject,
            prior,
            configured,
            plan.get(),
            EphemeralUse.storable(unmarked.marks()),
            stored,
            Optional.empty()));
  }

  private boolean replace(Subject subject, Scope scope, Values.Unmarked config) {
    if (scope == Scope.BACK) {
      return true;
    }
    boolean approved =
        context.change(subject.address()).map(change -> change.action().isReplace()).orElse(false);
    if (!approved) {
      subject
          .diagnostics()
          .error(
              "Replacement not approved",
              "To follow its dependencies, "
                  + subject.address()
                  + " would have to be replaced, but that is not in the plan. It was left as it"
                  + " is.",
              subject.resource().declaration());
      return false;
    }
    DeposedKey key = DeposedKey.random(context.world.setting().random());
    deposed.put(subject.address(), key);
    boolean good = create(subject, config, Optional.of(key));
    if (context.session.state().deposed(subject.address(), key).isEmpty()) {
      deposed.remove(subject.address());
    }
    return good;
  }

  private boolean create(Subject subject, Values.Unmarked config, Optional<DeposedKey> depose) {
    boolean approved =
        context.change(subject.address()).map(change -> change.action().creates()).orElse(false);
    if (!approved) {
      return true;
    }
    Optional<ObjectPlan> plan = plan(subject, subject.type().none(), config.value(), Kept.NOTHING);
    if (plan.isEmpty()) {
      return false;
    }
    boolean good =
        writer.write(
            new ObjectWriter.Job(
                subject,
                subject.type().none(),
                config.value(),
                plan.get(),
                EphemeralUse.storable(config.marks()),
                Optional.empty(),
                depose));
    if (depose.isEmpty() && context.session.state().current(subject.address()).isPresent()) {
      created.add(subject.address());
    }
    return good;
  }

  private Optional<ObjectPlan> plan(Subject subject, Value prior, Value config, Kept kept) {
    return ObjectPlanner.plan(
        subject.address(),
        subject.resource(),
        subject.type(),
        subject.provider(),
        prior,
        config,
        kept,
        subject.diagnostics());
  }

  /** Reads the current object, which references then see. */
  private Optional<Value> current(Subject subject) {
    Optional<Value> value =
        context
            .session
            .state()
            .current(subject.address())
            .flatMap(
                object ->
                    ObjectReader.read(
                        subject.address(),
                        object,
                        subject.type(),
                        subject.provider(),
                        subject.diagnostics()));
    value.ifPresent(
        found ->
            subject
                .instances()
                .set(subject.address().key(), subject.type().withSchemaMarks(found)));
    return value;
  }

  /** Whether an object is the one a plan was made on. */
  static boolean isBefore(ResourceChange change, Value object) {
    Value before = Values.unmarkDeep(change.before()).value();
    Value found = Values.unmarkDeep(object).value();
    Optional<Value> oldId = Values.attribute(before, "id");
    Optional<Value> id = Values.attribute(found, "id");
    return (oldId.isPresent() && id.isPresent() && !oldId.get().isNull())
        ? oldId.equals(id)
        : before.equals(found);
  }
}
