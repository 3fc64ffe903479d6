package dev.ingot.deploy.plan;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.configuration.RemovedBlock;
import dev.ingot.deploy.reference.ReferenceGraph;
import java.util.List;
import java.util.Optional;

/** The {@code removed} blocks of a configuration. */
public final class Removals {
  private final List<Removal> removals;

  /** Collects them. */
  public Removals(ReferenceGraph references) {
    this.removals = Removal.of(references.root());
  }

  /** The block about an instance, if there is one. */
  public Optional<RemovedBlock> of(InstanceAddress address) {
    if (removals.isEmpty()) {
      return Optional.empty();
    }
    ConfigResource resource = address.resource().configuration();
    return removals.stream()
        .filter(removal -> removal.matches(resource))
        .map(Removal::block)
        .findFirst();
  }
}
