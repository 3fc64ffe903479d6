package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;

/**
 * One entry of a {@code locals} block.
 *
 * @param range the whole entry
 */
public record LocalValue(
    String name, Expression expression, SourceRange nameRange, SourceRange range) {}
