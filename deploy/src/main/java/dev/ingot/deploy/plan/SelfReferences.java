package dev.ingot.deploy.plan;

import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.Reference;
import dev.ingot.deploy.reference.References;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Value;
import java.util.Optional;

/** Reports blocks that refer to themselves. */
final class SelfReferences {
  private SelfReferences() {}

  static void check(Node.Resource node, Diagnostics diagnostics) {
    for (Traversal traversal : node.selfReferences()) {
      Optional<Reference> reference = References.parse(traversal, new Diagnostics());
      if (reference.isPresent() && reference.get() instanceof Reference.Resource found) {
        diagnostics.error(
            "Self-referential block",
            "Configuration for "
                + node.resource().key()
                + found.key().map(SelfReferences::bracketed).orElse("")
                + " may not refer to itself.",
            found.range());
      }
    }
  }

  private static String bracketed(Value key) {
    return switch (key.unmarked()) {
      case Value.StringValue(String text) -> "[" + Quoting.quoted(text) + "]";
      case Value.NumberValue(var number) -> "[" + number + "]";
      default -> "";
    };
  }
}
