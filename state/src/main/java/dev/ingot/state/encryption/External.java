package dev.ingot.state.encryption;

import dev.ingot.state.program.Programs;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Asks a program: it prints a line that says what it speaks, reads JSON and prints JSON. Rules: the
 * protocols of external key providers and methods of OpenTofu 1.12.
 *
 * @param magic what the line has to say
 */
record External(Programs programs, String what, String magic, List<String> command) {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  External {
    command = List.copyOf(command);
  }

  /**
   * The answer.
   *
   * @throws EncryptionException if there is none; the message has what the program said of it, and
   *     nothing of what it answered
   */
  KeyMeta ask(byte[] input) {
    Programs.Ended ended;
    try {
      ended = programs.run(new Programs.Program(command, Map.of(), input, LIMIT));
    } catch (IOException e) {
      throw failed("can't be run: " + e.getMessage() + ".", e);
    }
    if (ended.exitCode() != 0) {
      throw failed(
          "ended with exit code "
              + ended.exitCode()
              + "."
              + (ended.errors().isBlank() ? "" : " It said:\n" + ended.errors().strip()));
    }
    byte[] output = ended.output();
    int end = 0;
    while (end < output.length && output[end] != '\n') {
      end++;
    }
    KeyMeta header =
        KeyMeta.read(Arrays.copyOf(output, end))
            .orElseThrow(() -> failed("printed no first line of JSON."));
    if (!header.text("magic").orElse("").equals(magic)) {
      throw failed("does not say in its first line that it is an " + magic + ".");
    }
    if (header.number("version") != 1) {
      throw failed("speaks another version of the protocol than 1.");
    }
    return KeyMeta.read(Arrays.copyOfRange(output, Math.min(end + 1, output.length), output.length))
        .orElseThrow(() -> failed("printed no JSON after its first line."));
  }

  EncryptionException failed(String why) {
    return new EncryptionException("The program of " + what + " " + why);
  }

  private EncryptionException failed(String why, IOException cause) {
    return new EncryptionException("The program of " + what + " " + why, cause);
  }
}
