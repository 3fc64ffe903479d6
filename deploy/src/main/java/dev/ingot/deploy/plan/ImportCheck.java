package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.deploy.configuration.ImportBlock;
import dev.ingot.deploy.configuration.ImportTarget;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.Reference;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.deploy.reference.References;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import java.util.Optional;

/**
 * Checks import blocks as far as that can be done without state and values of variables. Rules: the
 * recorded behaviour of Terraform 1.11.
 */
final class ImportCheck {
  private final ReferenceGraph references;
  private final ImportKeys keys;
  private final ImportIds ids;
  private final Diagnostics diagnostics;

  ImportCheck(ReferenceGraph references, World world, Diagnostics diagnostics) {
    this.references = references;
    this.keys = new ImportKeys(world);
    this.ids = new ImportIds(world);
    this.diagnostics = diagnostics;
  }

  void run() {
    for (ImportBlock block : references.root().tree().module().imports()) {
      Optional<Node.Resource> resource = references.resource(block.to().block());
      if (resource.isEmpty() && !block.to().modules().isEmpty()) {
        diagnostics.error(
            "Configuration for import target does not exist",
            "The configuration for the given import target "
                + block.to().block()
                + " does not exist. All target instances must have an associated configuration to"
                + " be imported.",
            block.to().range());
        continue;
      }
      Optional<Reference> self = selfReference(block);
      if (self.isPresent()) {
        diagnostics.error(
            "Invalid import id argument",
            "The import ID cannot reference the resource being imported.",
            self.get().range());
        continue;
      }
      for (RepetitionData each : keys.elements(block, diagnostics)) {
        ids.check(block, each, diagnostics);
        Optional<InstanceAddress> target = keys.address(block.to(), each, diagnostics);
        if (target.isPresent() && (resource.isPresent() || block.forEach().isPresent())) {
          fits(block.to(), target.get().key(), resource.map(Node.Resource::resource));
        }
      }
    }
  }

  private static Optional<Reference> selfReference(ImportBlock block) {
    ImportTarget target = block.to();
    if (!target.modules().isEmpty()) {
      return Optional.empty();
    }
    return Evaluator.references(block.key()).stream()
        .map(traversal -> References.parse(traversal, new Diagnostics()))
        .flatMap(Optional::stream)
        .filter(
            reference ->
                reference instanceof Reference.Resource found
                    && found.mode() == target.block().mode()
                    && found.type().equals(target.type())
                    && found.name().equals(target.name()))
        .findFirst();
  }

  /**
   * The key must be of the kind that the resource's instances have.
   *
   * @param resource empty where it is yet to be written: it has one instance then
   */
  private void fits(
      ImportTarget target, InstanceKey key, Optional<ResourceConfiguration> resource) {
    boolean counted = resource.flatMap(ResourceConfiguration::count).isPresent();
    boolean keyed = resource.flatMap(ResourceConfiguration::forEach).isPresent();
    Optional<String> problem =
        switch (key) {
          case InstanceKey.None() ->
              counted
                  ? Optional.of("The target resource is using count.")
                  : keyed
                      ? Optional.of("The target resource is using for_each.")
                      : Optional.empty();
          case InstanceKey.Index _ ->
              counted ? Optional.empty() : Optional.of("The target resource does not use count.");
          case InstanceKey.Text _ ->
              keyed ? Optional.empty() : Optional.of("The target resource does not use for_each.");
        };
    problem.ifPresent(
        what -> diagnostics.error("Invalid import 'to' expression", what, target.range()));
  }
}
