package dev.ingot.state.format;

import dev.ingot.state.RawJson;
import dev.ingot.state.State;
import dev.ingot.state.StateFormatException;
import java.nio.charset.StandardCharsets;

/** The text of state files. Rules: the state file format, version 4, as Terraform lays it out. */
public final class StateFile {
  private StateFile() {}

  /**
   * The state in a file.
   *
   * @param program the name and version of this program, for messages
   * @throws StateFormatException if it is not a state of format 4
   */
  public static State read(byte[] bytes, String program) {
    return StateReader.read(bytes, program);
  }

  /** The file of a state, in UTF-8. */
  public static byte[] write(State state) {
    return StateWriter.write(state);
  }

  /**
   * Any JSON in the form states hold it: without blanks.
   *
   * @throws IllegalArgumentException if it is not JSON
   */
  public static RawJson json(String text) {
    try (JsonSource source = new JsonSource(text.getBytes(StandardCharsets.UTF_8))) {
      RawJson[] value = {RawJson.NULL};
      source.document(() -> value[0] = source.raw());
      return value[0];
    } catch (MisshapenException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
