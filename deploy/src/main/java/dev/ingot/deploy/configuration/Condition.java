package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;

/**
 * A condition and the message for when it is false; a block in variables, outputs, resources and
 * checks.
 *
 * @param declaration the block's header
 */
public record Condition(Expression condition, Expression errorMessage, SourceRange declaration) {}
