package dev.ingot.lang;

import java.util.Optional;

/** Names the construct of a file that a place belongs to, for messages. */
@FunctionalInterface
public interface Enclosing {
  /** Names nothing, for texts that have no constructs. */
  Enclosing NONE = (file, index) -> Optional.empty();

  /**
   * The outermost construct around a character, as messages show it; empty outside of any.
   *
   * @param index an index into {@link SourceFile#text()}; -1 for the place before the first
   */
  Optional<String> describe(SourceFile file, int index);
}
