package dev.ingot.deploy.configuration;

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
    SourceRange declaration) {}
