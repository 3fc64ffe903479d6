package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;
import java.util.Optional;

/**
 * An {@code import} block.
 *
 * @param key the id of the object, or its identity
 * @param identity whether it is the identity
 * @param providerArgument the whole argument that names the provider
 * @param declaration the word it begins with
 */
public record ImportBlock(
    ImportTarget to,
    Expression key,
    boolean identity,
    Optional<Expression> forEach,
    Optional<ProviderReference> provider,
    Optional<SourceRange> providerArgument,
    SourceRange declaration) {
  /** Whether the text of its resource can be made from what it imports: from one object only. */
  public boolean isSingle() {
    return to.key().isEmpty() && forEach.isEmpty();
  }

  /** Says that the text of its resource can't be made. */
  public Diagnostic notSingle() {
    return Diagnostic.error(
        "Configuration for import target does not exist",
        "The given import block is not compatible with config generation. The"
            + " -generate-config-out option cannot be used with import blocks which use for_each,"
            + " or resources which use for_each or count.",
        to.range());
  }
}
