package dev.ingot.lang.function.standard;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.encoding.YamlReader;
import dev.ingot.lang.value.Value;

/** YAML as the function {@code yamldecode} reads it, for files that have that form. */
public final class YamlDocument {
  private YamlDocument() {}

  /**
   * The value of a document.
   *
   * @throws FunctionFailure if it is malformed, or more than one
   */
  public static Value read(String text) throws FunctionFailure {
    return YamlReader.read(text);
  }
}
