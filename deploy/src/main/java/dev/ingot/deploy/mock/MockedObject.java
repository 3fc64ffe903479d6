package dev.ingot.deploy.mock;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;

/**
 * What an object that no provider makes is like.
 *
 * @param values an object with the values of computed attributes; others are generated
 * @param whilePlanning whether the values are known while planning; otherwise after applying
 * @param place where this is written
 */
public record MockedObject(Value values, boolean whilePlanning, SourceRange place) {
  /** An object whose values are all generated. */
  static MockedObject generated(boolean whilePlanning, SourceRange place) {
    return new MockedObject(Values.EMPTY_OBJECT, whilePlanning, place);
  }
}
