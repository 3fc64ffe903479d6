package dev.ingot.deploy.reference;

import dev.ingot.address.ConfigResource;
import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.reference.ReferenceChecker.Repetition;
import dev.ingot.graph.GraphBuilder;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects the edges of one node and the problems with its references. */
final class EdgeCollector {
  private static final Set<String> CONSTANT = Set.of("local", "path", "terraform", "var");

  private final GraphBuilder<Node> graph;
  private final ModuleNodes module;
  private final ReferenceChecker checker;
  private final Node node;
  private final Repetition repetition;
  private final Diagnostics diagnostics = new Diagnostics();
  private final Set<Node> targets = new HashSet<>();
  private final List<Traversal> selfReferences = new ArrayList<>();

  EdgeCollector(
      GraphBuilder<Node> graph,
      ModuleNodes module,
      ReferenceChecker checker,
      Node node,
      Repetition repetition) {
    this.graph = graph;
    this.module = module;
    this.checker = checker;
    this.node = node;
    this.repetition = repetition;
  }

  Diagnostics diagnostics() {
    return diagnostics;
  }

  void done() {
    node.setProblems(diagnostics.list());
  }

  void edge(Node target) {
    // A self-reference is reported where it is evaluated, with its place.
    if (target != node && targets.add(target)) {
      graph.addEdge(node, target);
    }
  }

  void expression(Expression expression) {
    expression(expression, repetition, false);
  }

  void expression(Expression expression, Repetition repeated, boolean selfAllowed) {
    for (Traversal traversal : Evaluator.references(expression)) {
      reference(traversal, repeated, selfAllowed);
    }
  }

  /** An expression that has to be known before the state is read. */
  void constant(Expression expression) {
    for (Traversal traversal : Evaluator.references(expression)) {
      if (CONSTANT.contains(traversal.root())) {
        reference(traversal, Repetition.NONE, false);
      } else {
        diagnostics.error(
            "Dynamic value in static context",
            "Only variables, local values, path and terraform.workspace can be used here: this has"
                + " to be known before the state is read.",
            traversal.range());
      }
    }
  }

  void condition(Condition condition, boolean selfAllowed) {
    part(condition.condition(), selfAllowed);
    part(condition.errorMessage(), selfAllowed);
  }

  /**
   * Where a resource has no attribute of the name, none of the names in a condition have a value,
   * which is reported by each. Rules: the recorded behaviour of Terraform 1.11.
   */
  private void part(Expression expression, boolean selfAllowed) {
    boolean evaluates = true;
    for (Traversal traversal : Evaluator.references(expression)) {
      Diagnostics attributes = new Diagnostics();
      Optional<Reference> reference = References.parse(traversal, diagnostics);
      if (reference.isPresent()) {
        check(traversal, reference.get(), repetition, selfAllowed);
        if (selfAllowed && node instanceof Node.Resource own) {
          checker.self(own, traversal, reference.get(), attributes);
        }
        checker.attributes(traversal, reference.get(), attributes);
      }
      diagnostics.addAll(attributes);
      evaluates &= !attributes.hasErrors();
      evaluates &= selfAllowed || !(isSelf(reference) && node instanceof Node.Resource);
    }
    if (!evaluates && !(node instanceof Node.Variable)) {
      for (Traversal traversal : Evaluator.references(expression)) {
        diagnostics.error(
            "Unknown variable",
            "There is no variable named \"" + traversal.root() + "\".",
            traversal.rootRange());
      }
    }
  }

  private static boolean isSelf(Optional<Reference> reference) {
    return reference.isPresent() && reference.get() instanceof Reference.Self;
  }

  void reference(Traversal traversal) {
    reference(traversal, repetition, false);
  }

  void reference(Traversal traversal, Repetition repeated, boolean selfAllowed) {
    Optional<Reference> reference = References.parse(traversal, diagnostics);
    if (reference.isPresent()) {
      if (node instanceof Node.Local local
          && reference.get() instanceof Reference.Local(String name, var range)
          && name.equals(local.local().name())) {
        diagnostics.error(
            "Self-referencing local value",
            "Local value local." + name + " cannot use its own result as part of its expression.",
            range);
        return;
      }
      check(traversal, reference.get(), repeated, selfAllowed);
      checker.attributes(traversal, reference.get(), diagnostics);
    }
  }

  private void check(
      Traversal traversal, Reference reference, Repetition repeated, boolean selfAllowed) {
    checker.check(traversal, reference, repeated, selfAllowed, diagnostics);
    noteSelf(traversal, reference, selfAllowed);
    target(reference);
  }

  private void noteSelf(Traversal traversal, Reference reference, boolean selfAllowed) {
    if (!selfAllowed
        && node instanceof Node.Resource own
        && reference instanceof Reference.Resource found
        && module.resources.get(ConfigResource.localText(found.mode(), found.type(), found.name()))
            == node) {
      selfReferences.add(traversal);
      own.setSelfReferences(selfReferences);
    }
  }

  /**
   * Explicit dependencies; a module stands for everything in it. Whether they are declared is
   * looked at until one is wrong.
   */
  void dependsOn(List<Traversal> traversals) {
    int before = diagnostics.count();
    for (Traversal traversal : traversals) {
      Optional<Reference> reference = References.parse(traversal, diagnostics);
      if (reference.isEmpty()) {
        continue;
      }
      if (reference.get()
              instanceof Reference.Module(String name, var _, Optional<String> output, var _, var _)
          && output.isEmpty()
          && module.callEnds.containsKey(name)) {
        edge(required(module.callEnds.get(name)));
        continue;
      }
      if (reference.get().steps() < traversal.steps().size()) {
        diagnostics.error(
            "Invalid depends_on reference",
            "References in depends_on must be to a whole object (resource, etc), not to an"
                + " attribute of an object.",
            traversal.steps().get(reference.get().steps()).range());
        continue;
      }
      if (diagnostics.count() == before) {
        checker.check(traversal, reference.get(), repetition, false, diagnostics);
      }
      target(reference.get());
    }
  }

  void resource(String key) {
    Node.Resource target = module.resources.get(key);
    if (target != null) {
      edge(target);
    }
  }

  private void target(Reference reference) {
    switch (reference) {
      case Reference.Variable variable -> {
        Node.Variable target = module.variables.get(variable.name());
        if (target != null) {
          edge(target);
        }
      }
      case Reference.Local local -> {
        Node.Local target = module.locals.get(local.name());
        if (target != null) {
          edge(target);
        }
      }
      case Reference.Resource resource ->
          resource(ConfigResource.localText(resource.mode(), resource.type(), resource.name()));
      case Reference.Module call -> call(call);
      case Reference.Attribute _, Reference.Self _ -> {
        // Part of the instance itself.
      }
    }
  }

  private void call(Reference.Module call) {
    Node.Call target = module.calls.get(call.name());
    ModuleNodes child = module.children.get(call.name());
    if (target == null || child == null) {
      return;
    }
    edge(target);
    boolean repeated = target.call().count().isPresent() || target.call().forEach().isPresent();
    // Without a key in brackets, the name may be one.
    Optional<String> name = repeated == call.key().isPresent() ? call.output() : Optional.empty();
    Node.Output output = name.map(child.outputs::get).orElse(null);
    if (output != null) {
      edge(output);
    } else {
      child.outputs.values().forEach(this::edge);
    }
  }

  private static <T> T required(@org.jspecify.annotations.Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("vanished");
    }
    return value;
  }
}
