package dev.ingot.state.backend;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;

/**
 * A {@code backend} block of a configuration.
 *
 * @param type such as {@code local}
 * @param declaration the block's header
 * @param typeRange where its type is written
 */
public record BackendBlock(String type, Body body, SourceRange declaration, SourceRange typeRange) {
  /** One whose type is told by its header. */
  public BackendBlock(String type, Body body, SourceRange declaration) {
    this(type, body, declaration, declaration);
  }
}
