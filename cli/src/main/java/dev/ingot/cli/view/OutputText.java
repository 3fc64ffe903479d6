package dev.ingot.cli.view;

import dev.ingot.lang.eval.ConsoleText;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.state.OutputState;
import java.util.SortedMap;

/** Prints outputs of the root module. */
public final class OutputText {
  private OutputText() {}

  /** The value of an output. */
  public static Value value(OutputState output) {
    return ValueJson.parse(output.value().text(), type(output));
  }

  /** The type of an output's value. */
  static Type type(OutputState output) {
    return TypeJson.parse(output.type().text());
  }

  /** All outputs with their names, one after the other; sensitive ones are not shown. */
  public static String all(SortedMap<String, OutputState> outputs) {
    StringBuilder text = new StringBuilder();
    outputs.forEach(
        (name, output) ->
            text.append(name)
                .append(" = ")
                .append(output.sensitive() ? "<sensitive>" : ConsoleText.of(value(output)))
                .append('\n'));
    return text.toString();
  }
}
