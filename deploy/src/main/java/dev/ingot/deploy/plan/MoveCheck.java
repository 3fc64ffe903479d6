package dev.ingot.deploy.plan;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceKey;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.ModuleNodes;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourcePosition;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds moves that contradict each other or what is declared. Rules: the recorded behaviour of
 * Terraform 1.11.
 */
final class MoveCheck {
  private final ReferenceGraph references;
  private final List<MoveStatement> statements;
  private final Diagnostics diagnostics;

  MoveCheck(ReferenceGraph references, List<MoveStatement> statements, Diagnostics diagnostics) {
    this.references = references;
    this.statements = statements;
    this.diagnostics = diagnostics;
  }

  /**
   * Checks what can be told without knowing which instances there are.
   *
   * @return whether the moves can be made, even if they should not be
   */
  boolean run() {
    Map<String, MoveStatement> bySource = new HashMap<>();
    Map<String, MoveStatement> byDestination = new HashMap<>();
    boolean good = true;
    boolean distinct = true;
    for (MoveStatement statement : statements) {
      if (statement.source().equals(statement.destination())) {
        diagnostics.error(
            "Redundant move statement",
            "This statement declares a move from "
                + statement.source()
                + " to the same address, which is the same as not declaring this move at all.",
            statement.declaration());
        distinct = false;
        continue;
      }
      distinct &= isAlone(statement, bySource, byDestination);
      good &= statement.namesInstances() || isGone(statement);
    }
    Diagnostics cycles = new Diagnostics();
    new MoveCheck(references, statements, cycles).cycle(bySource, false);
    if (good && distinct) {
      diagnostics.addAll(cycles);
    }
    return distinct && cycles.isEmpty();
  }

  private boolean isAlone(
      MoveStatement statement,
      Map<String, MoveStatement> bySource,
      Map<String, MoveStatement> byDestination) {
    MoveStatement first = bySource.putIfAbsent(statement.source(), statement);
    if (first != null && !first.destination().equals(statement.destination())) {
      ambiguous(
          statement,
          first,
          "it moved to " + statement.destination(),
          "Each resource can move to only one destination resource.");
      return false;
    }
    MoveStatement other = byDestination.putIfAbsent(statement.destination(), statement);
    if (other != null && !other.source().equals(statement.source())) {
      ambiguous(
          statement,
          other,
          statement.source() + " moved there",
          "Each resource can have moved from only one source resource.");
      return false;
    }
    return true;
  }

  private void ambiguous(
      MoveStatement statement, MoveStatement first, String instead, String rule) {
    diagnostics.error(
        "Ambiguous move statements",
        "A statement at "
            + place(first.declaration())
            + " declared that "
            + first.source()
            + " moved to "
            + first.destination()
            + ", but this statement instead declares that "
            + instead
            + ".\n\n"
            + rule,
        statement.declaration());
  }

  private static String place(SourceRange range) {
    SourcePosition start = range.startPosition();
    return range.file().name() + ":" + start.line() + "," + start.column();
  }

  private boolean isGone(MoveStatement statement) {
    Optional<SourceRange> declared =
        statement
            .block(statement.from())
            .map(block -> references.resource(block).map(node -> node.resource().declaration()))
            .orElseGet(() -> call(statement).map(ModuleCall::declaration));
    boolean isModule = statement.from().resource().isEmpty();
    declared.ifPresent(
        at ->
            exists(
                statement,
                isModule ? "module call" : "resource",
                isModule ? "call" : "resource",
                at));
    return declared.isEmpty();
  }

  private Optional<ModuleCall> call(MoveStatement statement) {
    List<String> names = statement.modules(statement.from());
    ModuleNodes at = references.root();
    for (String name : names.subList(0, names.size() - 1)) {
      ModuleNodes child = at.children().get(name);
      if (child == null) {
        return Optional.empty();
      }
      at = child;
    }
    return Optional.ofNullable(at.tree().module().calls().get(names.getLast()));
  }

  private void exists(MoveStatement statement, String what, String brief, SourceRange at) {
    diagnostics.error(
        "Moved object still exists",
        "This statement declares a move from "
            + statement.source()
            + ", but that "
            + what
            + " is still declared at "
            + place(at)
            + ".\n\nChange your configuration so that this "
            + brief
            + " will be declared as "
            + statement.destination()
            + " instead.",
        statement.declaration());
  }

  /** Checks the moves of single instances against the instances there are. */
  void instances(World world) {
    Map<String, MoveStatement> bySource = new HashMap<>();
    boolean good = true;
    for (MoveStatement statement : statements) {
      bySource.putIfAbsent(statement.source(), statement);
      if (statement.namesInstances()) {
        for (ModuleInstance module : world.instances(tree(statement.path()))) {
          if (stillThere(statement, module)) {
            good = false;
            break;
          }
        }
      }
    }
    if (good) {
      cycle(bySource, true);
    }
  }

  private ModuleTree tree(List<String> path) {
    ModuleTree tree = references.root().tree();
    for (String name : path) {
      tree = tree.children().getOrDefault(name, tree);
    }
    return tree;
  }

  private boolean stillThere(MoveStatement statement, ModuleInstance module) {
    MoveEndpoint from = statement.from();
    ModuleInstance at = module;
    List<MoveEndpoint.Call> calls = from.modules();
    int last = from.resource().isPresent() ? calls.size() : calls.size() - 1;
    for (MoveEndpoint.Call call : calls.subList(0, last)) {
      ModuleInstance next =
          at.calls(call.name())
              .map(found -> found.instances().get(call.key().orElse(InstanceKey.none())))
              .orElse(null);
      if (next == null) {
        return false;
      }
      at = next;
    }
    if (from.resource().isEmpty()) {
      return moduleStillThere(statement, at, calls.getLast());
    }
    MoveEndpoint.Resource resource = from.resource().get();
    String local = ConfigResource.localText(resource.mode(), resource.type(), resource.name());
    Node.Resource node = at.nodes().resources().get(local);
    boolean there =
        at.resource(local)
            .map(found -> found.expansion().contains(from.key().orElse(InstanceKey.none())))
            .orElse(false);
    if (there && node != null) {
      ResourceConfiguration declared = node.resource();
      exists(
          statement,
          "resource instance",
          "instance",
          repetition(declared.count(), declared.forEach()).orElse(declared.declaration()));
    }
    return there;
  }

  private boolean moduleStillThere(
      MoveStatement statement, ModuleInstance at, MoveEndpoint.Call last) {
    ModuleCall call = at.nodes().tree().module().calls().get(last.name());
    boolean there =
        at.calls(last.name())
            .map(found -> found.instances().containsKey(last.key().orElse(InstanceKey.none())))
            .orElse(false);
    if (there && call != null) {
      exists(
          statement,
          "module instance",
          "instance",
          repetition(call.count(), call.forEach()).orElse(call.declaration()));
    }
    return there;
  }

  private static Optional<SourceRange> repetition(
      Optional<Expression> count, Optional<Expression> forEach) {
    return count.or(() -> forEach).map(Expression::range);
  }

  /**
   * @param ofInstances whether it is one in which statements name instances; whether these are
   *     still declared has to be known first
   */
  private void cycle(Map<String, MoveStatement> bySource, boolean ofInstances) {
    Set<String> done = new LinkedHashSet<>();
    for (String start : bySource.keySet().stream().sorted().toList()) {
      Set<String> chain = new LinkedHashSet<>();
      String at = start;
      while (bySource.containsKey(at) && !done.contains(at) && chain.add(at)) {
        at = bySource.get(at).destination();
      }
      boolean any =
          chain.stream().map(bySource::get).anyMatch(each -> each != null && each.namesInstances());
      if (chain.contains(at) && any == ofInstances) {
        report(chain, bySource);
        return;
      }
      done.addAll(chain);
    }
  }

  private void report(Set<String> chain, Map<String, MoveStatement> bySource) {
    StringBuilder text = new StringBuilder();
    for (String from : chain) {
      MoveStatement statement = bySource.get(from);
      if (statement != null) {
        String any = statement.from().resource().isPresent() ? "[*]" : "";
        text.append("\n  - ")
            .append(place(statement.declaration()))
            .append(": ")
            .append(from)
            .append(statement.from().key().isEmpty() ? any : "")
            .append(" \u2192 ")
            .append(statement.destination())
            .append(statement.to().key().isEmpty() ? any : "");
      }
    }
    diagnostics.add(
        Diagnostic.error(
            "Cyclic dependency in move statements",
            "The following chained move statements form a cycle, and so there is no final location"
                + " to move objects to:"
                + text
                + "\n\nA chain of move statements must end with an address that doesn't appear in"
                + " any other statements, and which typically also refers to an object still"
                + " declared in the configuration."));
  }
}
