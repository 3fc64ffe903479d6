package dev.ingot.deploy.variable;

/** A value or a file of values given for an operation. Later ones override earlier ones. */
public sealed interface VariableInput {
  /**
   * The value of one variable ({@code -var}).
   *
   * @param text {@code NAME=VALUE} as given; may be malformed
   */
  record Assignment(String text) implements VariableInput {
    /** The part before the first equals sign; the whole text if there is none. */
    public String name() {
      int equals = text.indexOf('=');
      return equals < 0 ? text : text.substring(0, equals);
    }
  }

  /**
   * A file of values ({@code -var-file}).
   *
   * @param name relative to the folder of the configuration
   */
  record ValuesFile(String name) implements VariableInput {}
}
