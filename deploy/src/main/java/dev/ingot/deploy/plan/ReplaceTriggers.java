package dev.ingot.deploy.plan;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.evaluation.ModuleScope;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.Reference;
import dev.ingot.deploy.reference.References;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.eval.ConsoleText;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out whether {@code replace_triggered_by} asks for a replacement. */
final class ReplaceTriggers {
  private final PlanContext context;

  ReplaceTriggers(PlanContext context) {
    this.context = context;
  }

  boolean triggered(
      ResourceConfiguration resource,
      Node.Resource node,
      InstanceAddress address,
      ModuleScope scope,
      Diagnostics diagnostics) {
    for (Expression trigger : resource.lifecycle().replaceTriggeredBy()) {
      Optional<Traversal> traversal = traversal(trigger, scope, diagnostics);
      if (traversal.isPresent() && triggered(traversal.get(), node, address, diagnostics)) {
        return true;
      }
    }
    return false;
  }

  /** The expression with its indexes evaluated. */
  private static Optional<Traversal> traversal(
      Expression expression, ModuleScope scope, Diagnostics diagnostics) {
    return switch (expression) {
      case Expression.ScopeTraversal(Traversal traversal, var _) -> Optional.of(traversal);
      case Expression.RelativeTraversal(Expression source, List<Traversal.Step> steps, var _) ->
          traversal(source, scope, diagnostics).map(before -> longer(before, steps));
      case Expression.Index(Expression collection, Expression key, var bracket, var _) -> {
        Value value = Evaluator.evaluate(key, scope, diagnostics);
        yield traversal(collection, scope, diagnostics)
            .map(before -> longer(before, List.of(new Traversal.Key(value.unmarked(), bracket))));
      }
      default -> Optional.empty();
    };
  }

  private static Traversal longer(Traversal before, List<Traversal.Step> more) {
    List<Traversal.Step> steps = new ArrayList<>(before.steps());
    steps.addAll(more);
    return new Traversal(before.root(), before.rootRange(), steps);
  }

  private boolean triggered(
      Traversal traversal, Node.Resource node, InstanceAddress address, Diagnostics diagnostics) {
    Optional<Reference> reference = References.parse(traversal, diagnostics);
    if (reference.isEmpty() || !(reference.get() instanceof Reference.Resource found)) {
      return false;
    }
    Optional<ResourceInstances> instances =
        context
            .world
            .instance(address.module())
            .flatMap(
                module ->
                    module.resource(
                        ConfigResource.localText(found.mode(), found.type(), found.name())));
    if (instances.isEmpty()) {
      diagnostics.error(
          "Reference to undeclared resource",
          "A resource "
              + ConfigResource.localText(found.mode(), found.type(), found.name())
              + " has not been declared in "
              + node.module().title(),
          found.range());
      return false;
    }
    List<Traversal.Step> rest = traversal.steps().subList(found.steps(), traversal.steps().size());
    boolean any = found.key().isEmpty();
    for (InstanceKey key : instances.get().expansion().instances().keySet()) {
      if (found.key().isPresent() && !matches(found.key().get(), key)) {
        continue;
      }
      any = true;
      Optional<ResourceChange> change = context.change(instances.get().address().instance(key));
      if (change.isPresent() && changes(change.get(), rest)) {
        return true;
      }
    }
    if (!any) {
      diagnostics.add(missing(found, node));
    }
    return false;
  }

  private static Diagnostic missing(Reference.Resource found, Node.Resource node) {
    String name =
        ConfigResource.localText(found.mode(), found.type(), found.name())
            + found.key().map(key -> "[" + ConsoleText.of(key) + "]").orElse("");
    return Diagnostic.error(
            "Reference to an instance that isn't there",
            "There is no " + name + " in " + node.module().title() + ".",
            found.range())
        .phrased(
            new Diagnostic.Phrasing(
                Phrase.quoted("no change found for " + name + " in " + node.module().title()),
                Phrase.of(""),
                false));
  }

  private static boolean matches(Value wanted, InstanceKey key) {
    return switch (key) {
      case InstanceKey.None() -> false;
      case InstanceKey.Index(long index) -> wanted.equals(Value.of(index));
      case InstanceKey.Text(String text) -> wanted.equals(Value.of(text));
    };
  }

  private static boolean changes(ResourceChange change, List<Traversal.Step> path) {
    boolean changing = change.action() == ChangeAction.UPDATE || change.action().isReplace();
    if (!changing || path.isEmpty()) {
      return changing;
    }
    Diagnostics ignored = new Diagnostics();
    Value before = Evaluator.traverse(change.before(), path, ignored);
    Value after = Evaluator.traverse(change.after(), path, ignored);
    return !before.unmarked().equals(after.unmarked());
  }
}
