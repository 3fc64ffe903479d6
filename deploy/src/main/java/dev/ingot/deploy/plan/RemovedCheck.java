package dev.ingot.deploy.plan;

import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.reference.ModuleNodes;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.lang.Diagnostics;
import java.util.List;
import java.util.Optional;

/** Checks {@code removed} blocks. Rules: the recorded behaviour of Terraform 1.11. */
final class RemovedCheck {
  private RemovedCheck() {}

  /** Reports what is declared as removed and is still configured. */
  static void stillDeclared(ReferenceGraph references, Diagnostics diagnostics) {
    for (Removal removal : Removal.of(references.root())) {
      removal
          .resource()
          .ifPresentOrElse(
              resource ->
                  references
                      .resource(resource)
                      .ifPresent(
                          node ->
                              diagnostics.error(
                                  "Removed resource still exists",
                                  "This statement declares that "
                                      + resource
                                      + " was removed, but it is still declared in configuration.",
                                  node.resource().declaration())),
              () ->
                  call(references.root(), removal.modules())
                      .ifPresent(
                          call ->
                              diagnostics.error(
                                  "Removed module still exists",
                                  "This statement declares that module."
                                      + String.join(".module.", removal.modules())
                                      + " was removed, but it is still declared in configuration.",
                                  call.declaration())));
    }
  }

  private static Optional<ModuleCall> call(ModuleNodes root, List<String> names) {
    ModuleNodes at = root;
    for (String name : names.subList(0, names.size() - 1)) {
      ModuleNodes child = at.children().get(name);
      if (child == null) {
        return Optional.empty();
      }
      at = child;
    }
    return Optional.ofNullable(at.tree().module().calls().get(names.getLast()));
  }
}
