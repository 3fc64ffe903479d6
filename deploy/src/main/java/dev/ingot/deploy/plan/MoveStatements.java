package dev.ingot.deploy.plan;

import dev.ingot.address.ConfigResource;
import dev.ingot.deploy.configuration.MovedBlock;
import dev.ingot.deploy.reference.ModuleNodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;

/** The {@code moved} statements of a configuration. Rules: recorded behaviour of Terraform 1.11. */
final class MoveStatements {
  /** Those of a module and of the modules it calls. */
  static List<MoveStatement> of(ModuleNodes root) {
    List<MoveStatement> statements = new ArrayList<>();
    collect(root, statements);
    return statements;
  }

  private static void collect(ModuleNodes module, List<MoveStatement> statements) {
    for (MovedBlock block : module.tree().module().moved()) {
      Optional<MoveEndpoint> from = MoveEndpoint.parse(block.from());
      Optional<MoveEndpoint> to = MoveEndpoint.parse(block.to());
      if (from.isPresent() && to.isPresent()) {
        statements.add(
            new MoveStatement(module.tree().path(), from.get(), to.get(), block.declaration()));
      }
    }
    module.children().values().forEach(child -> collect(child, statements));
  }

  /**
   * The same statements, each after those whose objects it may move on, and after those about a
   * part of what it moves. Where they go round in a circle, in the order they are written.
   */
  static List<MoveStatement> ordered(List<MoveStatement> statements) {
    if (statements.size() < 2) {
      return statements;
    }
    return new MoveStatements(statements).ordered();
  }

  private final List<MoveStatement> statements;
  private final Map<ConfigResource, List<Integer>> ofResources = new HashMap<>();
  private final List<Integer> ofModules = new ArrayList<>();

  private MoveStatements(List<MoveStatement> statements) {
    this.statements = statements;
    for (int i = 0; i < statements.size(); i++) {
      MoveStatement statement = statements.get(i);
      Optional<ConfigResource> block = statement.block(statement.from());
      if (block.isPresent()) {
        ofResources.computeIfAbsent(block.get(), none -> new ArrayList<>()).add(i);
      } else {
        ofModules.add(i);
      }
    }
  }

  private List<MoveStatement> ordered() {
    List<List<Integer>> next = new ArrayList<>();
    int[] waiting = new int[statements.size()];
    for (int i = 0; i < statements.size(); i++) {
      List<Integer> after = after(i);
      after.forEach(index -> waiting[index]++);
      next.add(after);
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    TreeSet<Integer> left = new TreeSet<>();
    for (int i = 0; i < waiting.length; i++) {
      left.add(i);
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    List<MoveStatement> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      Integer taken = ready.isEmpty() ? left.first() : ready.poll();
      if (!left.remove(taken)) {
        continue;
      }
      ordered.add(statements.get(taken));
      for (Integer index : next.get(taken)) {
        if (--waiting[index] == 0) {
          ready.add(index);
        }
      }
    }
    return ordered;
  }

  /** The statements that come after one. */
  private List<Integer> after(int index) {
    MoveStatement statement = statements.get(index);
    List<Integer> candidates = new ArrayList<>(ofModules);
    Optional<ConfigResource> destination = statement.block(statement.to());
    if (destination.isPresent()) {
      candidates.addAll(ofResources.getOrDefault(destination.get(), List.of()));
    } else {
      ofResources.values().forEach(candidates::addAll);
    }
    return candidates.stream()
        .filter(other -> other != index)
        .filter(
            other ->
                statement.leadsTo(statements.get(other))
                    || statement.isPartOf(statements.get(other)))
        .toList();
  }
}
