package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;

/**
 * A {@code backend} block.
 *
 * @param type such as {@code local}
 * @param declaration the block's header
 */
public record BackendConfiguration(String type, Body body, SourceRange declaration) {}
