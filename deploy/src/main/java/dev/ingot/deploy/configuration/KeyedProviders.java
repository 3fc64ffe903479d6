package dev.ingot.deploy.configuration;

import dev.ingot.address.ResourceMode;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Expression;
import java.util.Optional;

/**
 * Checks how a module names configurations of provider blocks with {@code for_each}. Rules: the
 * behaviour of OpenTofu 1.12, which added them to the language.
 */
final class KeyedProviders {
  private final ModuleTree tree;
  private final Diagnostics diagnostics;

  KeyedProviders(ModuleTree tree, Diagnostics diagnostics) {
    this.tree = tree;
    this.diagnostics = diagnostics;
  }

  void check() {
    for (ModuleCall call : tree.module().calls().values()) {
      for (PassedProvider passed : call.providers().values()) {
        passed
            .inside()
            .key()
            .ifPresent(
                key ->
                    diagnostics.error(
                        "Invalid module provider configuration",
                        "Instance keys are not allowed on the left side of a provider configuration"
                            + " assignment.",
                        key.range()));
        reference("module", passed.outside());
        same("module", tree.prefix() + "module." + call.name(), passed.outside(), call.forEach());
      }
    }
    for (ResourceConfiguration resource : tree.module().resources().values()) {
      if (resource.provider().isPresent()) {
        reference("resource", resource.provider().get());
        if (resource.mode() == ResourceMode.MANAGED) {
          same(
              "resource",
              tree.prefix() + resource.key(),
              resource.provider().get(),
              resource.forEach());
        }
      }
    }
  }

  private Optional<ProviderConfiguration> block(ProviderReference reference) {
    return Optional.ofNullable(tree.module().providers().get(reference.text()));
  }

  private void reference(String what, ProviderReference reference) {
    Optional<ProviderConfiguration> block = block(reference);
    boolean repeated = block.flatMap(ProviderConfiguration::forEach).isPresent();
    String summary = "Invalid " + what + " provider configuration";
    if (reference.key().isEmpty()) {
      if (repeated) {
        diagnostics.error(
            summary,
            "A reference to a provider configuration which uses for_each requires an instance key."
                + " Passing a collection of provider instances into a child module is not allowed.",
            reference.nameRange());
      }
    } else if (block.isEmpty()) {
      diagnostics.error(
          summary,
          "This module doesn't declare a provider \""
              + reference.localName()
              + "\" block with alias = \""
              + reference.alias()
              + "\", which is required for use with for_each.",
          reference.nameRange());
    } else if (!repeated) {
      diagnostics.error(
          summary,
          "An instance key can be specified only for a provider configuration that uses for_each.",
          reference.key().get().range());
    }
  }

  /** What goes when its provider's configuration goes can't be destroyed any more. */
  private void same(
      String what, String target, ProviderReference reference, Optional<Expression> own) {
    Optional<Expression> theirs = block(reference).flatMap(ProviderConfiguration::forEach);
    if (reference.key().isEmpty()
        || own.isEmpty()
        || theirs.isEmpty()
        || Evaluator.references(own.get()).isEmpty()
        || !text(own.get()).equals(text(theirs.get()))) {
      return;
    }
    diagnostics.add(
        Diagnostic.warning(
            "Provider configuration for_each matches " + what,
            Phrase.of(
                "This provider configuration uses the same for_each expression as a %s, which means"
                    + " that subsequent removal of elements from this collection would cause a"
                    + " planning error.\n\n"
                    + "Ingot relies on a provider instance to destroy resource instances that are"
                    + " associated with it, and so the provider instance must outlive all of its"
                    + " resource instances by at least one plan/apply round. For removal of"
                    + " instances to succeed in future you must structure the configuration so that"
                    + " the provider block's for_each expression can produce a superset of the"
                    + " instances of the resources associated with the provider"
                    + " configuration.\n\n"
                    + "To destroy this object before removing the provider configuration, consider"
                    + " first performing a targeted destroy:\n    ingot apply -destroy -target=%s",
                what, target),
            own.get().range()));
  }

  /** The text of an expression, without the white space between its parts. */
  private static String text(Expression expression) {
    String written = expression.range().text();
    StringBuilder kept = new StringBuilder(written.length());
    written.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> kept.append((char) c));
    return kept.toString();
  }
}
