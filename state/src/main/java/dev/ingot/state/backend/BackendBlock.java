package dev.ingot.state.backend;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;

/**
 * A {@code backend} block of a configuration.
 *
 * @param type such as {@code local}
 * @param declaration the block's header
 */
public record BackendBlock(String type, Body body, SourceRange declaration) {}
