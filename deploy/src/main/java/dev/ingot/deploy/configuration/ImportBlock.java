package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;
import java.util.Optional;

/**
 * An {@code import} block.
 *
 * @param providerArgument the whole argument that names the provider
 * @param declaration the word it begins with
 */
public record ImportBlock(
    ImportTarget to,
    Expression id,
    Optional<Expression> forEach,
    Optional<ProviderReference> provider,
    Optional<SourceRange> providerArgument,
    SourceRange declaration) {}
