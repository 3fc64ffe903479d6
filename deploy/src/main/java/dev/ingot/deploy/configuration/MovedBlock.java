package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Traversal;

/**
 * A {@code moved} block.
 *
 * @param declaration the block's header
 */
public record MovedBlock(Traversal from, Traversal to, SourceRange declaration) {}
