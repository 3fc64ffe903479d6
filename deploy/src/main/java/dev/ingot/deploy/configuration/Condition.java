package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;

/**
 * A rule with the message for when it doesn't hold; a block of its own in variables, outputs,
 * resources and checks.
 *
 * @param declaration the block's header
 */
public record Condition(Expression condition, Expression errorMessage, SourceRange declaration) {}
