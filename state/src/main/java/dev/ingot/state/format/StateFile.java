package dev.ingot.state.format;

import dev.ingot.state.RawJson;
import dev.ingot.state.State;
import dev.ingot.state.StateFormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;

/** The text of state files. Rules: the state file format, version 4, as Terraform lays it out. */
public final class StateFile {
  /** Where the digit is that says whether a file is held, in bytes from its start. */
  public static final int MARK = 15;

  /** The digit of a file that is held. */
  public static final byte HELD_DIGIT = '9';

  /** The digit of any other. */
  public static final byte PLAIN_DIGIT = '4';

  private static final byte[] PLAIN = "{\n  \"version\": 4,\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HELD = "{\n  \"version\": 9,\n".getBytes(StandardCharsets.US_ASCII);

  /** No placeholder is longer, in bytes. */
  public static final int SMALL = 1024;

  private StateFile() {}

  /**
   * The state in a file.
   *
   * @param program the name and version of this program, for messages
   * @throws StateFormatException if it is not a state of format 4
   */
  public static State read(byte[] bytes, String program) {
    return StateReader.read(released(bytes), program);
  }

  /** The file of a state, in UTF-8. */
  public static byte[] write(State state) {
    return StateWriter.write(state);
  }

  /** Writes the same, without holding it. */
  public static void write(State state, OutputStream out) throws IOException {
    StateWriter.write(state, out);
  }

  /**
   * Whether a file is held: its changes since are in a journal. Such a file says format 9 where it
   * would say 4, which is all there is that Terraform and OpenTofu respect on a disk after the
   * process that locked a state has died: they refuse to work with it. {@link #read} reads it.
   */
  public static boolean isHeld(byte[] bytes) {
    return startsWith(bytes, HELD);
  }

  /** Whether a file can be held: it is laid out as states usually are. */
  public static boolean canBeHeld(byte[] bytes) {
    return startsWith(bytes, PLAIN);
  }

  /** The same file, not held. */
  public static byte[] released(byte[] bytes) {
    if (!isHeld(bytes)) {
      return bytes;
    }
    byte[] released = bytes.clone();
    released[MARK] = PLAIN_DIGIT;
    return released;
  }

  /**
   * What stands in the place of a state that isn't there yet, while its changes are in a journal.
   */
  public static byte[] placeholder() {
    byte[] bytes =
        write(
            new State(
                "",
                0,
                "",
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                RawJson.NULL,
                Map.of()));
    bytes[MARK] = HELD_DIGIT;
    return bytes;
  }

  /** Whether a file only stands in the place of a state. */
  public static boolean isPlaceholder(byte[] bytes) {
    return isHeld(bytes) && bytes.length < SMALL && read(bytes, "").lineage().isEmpty();
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length > start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
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
