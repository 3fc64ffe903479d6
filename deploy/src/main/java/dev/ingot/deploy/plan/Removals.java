package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.configuration.RemovedBlock;
import dev.ingot.deploy.reference.ModuleNodes;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code removed} blocks of a configuration. */
public final class Removals {
  private record Entry(List<String> path, RemovedBlock block) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Collects them. */
  public Removals(ReferenceGraph references) {
    collect(references.root());
  }

  private void collect(ModuleNodes module) {
    for (RemovedBlock block : module.tree().module().removed()) {
      List<String> path = new ArrayList<>(module.tree().path());
      List<String> names = new ArrayList<>();
      names.add(block.from().root());
      for (Traversal.Step step : block.from().steps()) {
        if (step instanceof Traversal.Attribute(String name, var _)) {
          names.add(name);
        }
      }
      int at = 0;
      while (at + 1 < names.size() && names.get(at).equals("module")) {
        path.add("module." + names.get(at + 1));
        at += 2;
      }
      List<String> full = new ArrayList<>();
      path.forEach(name -> full.add(name.startsWith("module.") ? name : "module." + name));
      if (at < names.size()) {
        full.add(String.join(".", names.subList(at, names.size())));
      }
      entries.add(new Entry(full, block));
    }
    module.children().values().forEach(this::collect);
  }

  /** The block about an instance, if there is one. */
  public Optional<RemovedBlock> of(InstanceAddress address) {
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    List<String> path = new ArrayList<>();
    address.module().names().forEach(name -> path.add("module." + name));
    path.add(address.resource().localText());
    for (Entry entry : entries) {
      int length = entry.path().size();
      if (length <= path.size() && path.subList(0, length).equals(entry.path())) {
        return Optional.of(entry.block());
      }
    }
    return Optional.empty();
  }
}
