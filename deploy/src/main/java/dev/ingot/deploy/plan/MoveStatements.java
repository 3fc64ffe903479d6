package dev.ingot.deploy.plan;

import dev.ingot.address.ConfigResource;
import dev.ingot.deploy.configuration.MovedBlock;
import dev.ingot.deploy.reference.ModuleNodes;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourcePosition;
import dev.ingot.lang.SourceRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code moved} statements of a configuration. Rules: recorded behaviour of Terraform 1.11. */
final class MoveStatements {
  /**
   * One statement.
   *
   * @param path the names of the calls that lead to its module
   */
  record Statement(List<String> path, MoveEndpoint from, MoveEndpoint to, SourceRange declaration) {
    String prefix() {
      return path.isEmpty() ? "" : "module." + String.join(".module.", path) + ".";
    }
  }

  private final List<Statement> statements = new ArrayList<>();
  private final Diagnostics diagnostics;

  MoveStatements(ModuleNodes root, Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    collect(root);
    check(root);
  }

  List<Statement> list() {
    return statements;
  }

  private void collect(ModuleNodes module) {
    for (MovedBlock block : module.tree().module().moved()) {
      Optional<MoveEndpoint> from = MoveEndpoint.parse(block.from());
      Optional<MoveEndpoint> to = MoveEndpoint.parse(block.to());
      if (from.isEmpty() || to.isEmpty()) {
        diagnostics.error(
            "Invalid \"moved\" addresses",
            "Both addresses of a move name a resource, an instance of one, or a module.",
            block.declaration());
      } else if (from.get().resource().isPresent() != to.get().resource().isPresent()) {
        diagnostics.error(
            "Invalid \"moved\" addresses",
            "The \"from\" and \"to\" addresses must either both refer to resources or both refer to"
                + " modules.",
            block.declaration());
      } else {
        statements.add(
            new Statement(module.tree().path(), from.get(), to.get(), block.declaration()));
      }
    }
    module.children().values().forEach(this::collect);
  }

  private void check(ModuleNodes root) {
    Map<String, Statement> destinations = new HashMap<>();
    for (Statement statement : statements) {
      String from = statement.prefix() + statement.from();
      String to = statement.prefix() + statement.to();
      if (from.equals(to)) {
        diagnostics.error(
            "Redundant move statement",
            "This statement declares a move from "
                + from
                + " to the same address, which is the same as not declaring this move at all.",
            statement.declaration());
        continue;
      }
      Statement first = destinations.putIfAbsent(from, statement);
      if (first != null && !first.to().equals(statement.to())) {
        diagnostics.error(
            "Ambiguous move statements",
            "A statement at "
                + place(first.declaration())
                + " declared that "
                + from
                + " moved to "
                + first.prefix()
                + first.to()
                + ", but this statement instead declares that it moved to "
                + to
                + ".\n\nEach resource can move to only one destination resource.",
            statement.declaration());
      }
    }
    if (!cycle(destinations)) {
      statements.forEach(statement -> stillDeclared(root, statement));
    }
  }

  private static String place(SourceRange range) {
    SourcePosition start = range.startPosition();
    return range.file().name() + ":" + start.line() + "," + start.column();
  }

  private boolean cycle(Map<String, Statement> destinations) {
    Set<String> done = new LinkedHashSet<>();
    for (String start : destinations.keySet().stream().sorted().toList()) {
      Set<String> chain = new LinkedHashSet<>();
      String at = start;
      while (destinations.containsKey(at) && !done.contains(at) && chain.add(at)) {
        Statement statement = destinations.get(at);
        at = statement.prefix() + statement.to();
      }
      if (chain.contains(at) && !(start.equals(at) && chain.size() < 2)) {
        report(chain, destinations);
        return true;
      }
      done.addAll(chain);
    }
    return false;
  }

  private void report(Set<String> chain, Map<String, Statement> destinations) {
    StringBuilder text = new StringBuilder();
    for (String from : chain) {
      Statement statement = destinations.get(from);
      if (statement != null) {
        String any = statement.from().resource().isPresent() ? "[*]" : "";
        text.append("\n  - ")
            .append(place(statement.declaration()))
            .append(": ")
            .append(from)
            .append(statement.from().key().isEmpty() ? any : "")
            .append(" \u2192 ")
            .append(statement.prefix())
            .append(statement.to())
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

  private void stillDeclared(ModuleNodes root, Statement statement) {
    if (statement.from().resource().isEmpty()
        || statement.from().key().isPresent()
        || statement.to().key().isPresent()
        || statement.from().equals(statement.to())) {
      return;
    }
    Optional<ModuleNodes> module = Optional.of(root);
    List<String> path = new ArrayList<>(statement.path());
    statement.from().modules().forEach(call -> path.add(call.name()));
    for (String name : path) {
      module = module.flatMap(found -> Optional.ofNullable(found.children().get(name)));
    }
    MoveEndpoint.Resource resource = statement.from().resource().get();
    String key = ConfigResource.localText(resource.mode(), resource.type(), resource.name());
    module
        .map(found -> found.tree().module().resources().get(key))
        .ifPresent(
            declared ->
                diagnostics.error(
                    "Moved object still exists",
                    "This statement declares a move from "
                        + statement.prefix()
                        + statement.from()
                        + ", but that resource is still declared at "
                        + place(declared.declaration())
                        + ".\n\nChange your configuration so that this resource will be declared"
                        + " as "
                        + statement.prefix()
                        + statement.to()
                        + " instead.",
                    statement.declaration()));
  }
}
