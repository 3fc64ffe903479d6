package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.syntax.Traversal;
import java.util.List;
import java.util.Optional;

/**
 * Addresses of modules, resources and instances as users write them on the command line. They are
 * read as the language reads them, so that what is wrong is said in its words. Rules: the recorded
 * behaviour of Terraform 1.11.
 */
public final class WrittenAddress {
  private WrittenAddress() {}

  /** Why a text is no address of a module, a resource or an instance; empty if it is one. */
  public static List<Diagnostic> problems(SourceFile text) {
    return problems(text, false);
  }

  /** Why a text is no address of a resource or an instance; empty if it is one. */
  public static List<Diagnostic> problemsOfInstance(SourceFile text) {
    return problems(text, true);
  }

  private static List<Diagnostic> problems(SourceFile text, boolean instance) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<Traversal> traversal = Syntax.parseTraversal(text, diagnostics);
    if (traversal.isEmpty() || diagnostics.hasErrors()) {
      return diagnostics.list();
    }
    Optional<StatementAddress> address = StatementAddress.written(traversal.get(), diagnostics);
    if (instance && address.isPresent() && address.get().kind() == StatementAddress.Kind.MODULE) {
      diagnostics.error(
          "Invalid address",
          "A resource instance address is required here. The module path must be followed by a"
              + " resource instance specification.",
          traversal.get().range());
    }
    return diagnostics.list();
  }
}
