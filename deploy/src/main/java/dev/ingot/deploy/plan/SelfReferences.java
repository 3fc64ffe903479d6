package dev.ingot.deploy.plan;

import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.Reference;
import dev.ingot.deploy.reference.References;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Traversal;
import java.util.Optional;

/** Reports blocks that refer to themselves. */
final class SelfReferences {
  private SelfReferences() {}

  static void check(Node.Resource node, Diagnostics diagnostics) {
    for (Traversal traversal : node.selfReferences()) {
      Optional<Reference> reference = References.parse(traversal, new Diagnostics());
      if (reference.isPresent() && reference.get() instanceof Reference.Resource found) {
        ResourceConfiguration resource = node.resource();
        diagnostics.error(
            "Self-referential block",
            "Configuration for "
                + node.module().prefix()
                + resource.key()
                + " may not refer to itself.",
            found.range());
      }
    }
  }
}
