package dev.ingot.state.encryption;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Runs programs that give keys, or encrypt themselves. */
@FunctionalInterface
public interface Programs {
  /** The time a program has. */
  Duration LIMIT = Duration.ofMinutes(1);

  /**
   * What a program printed.
   *
   * @param exitCode 0 if it succeeded
   * @param output its standard output
   * @param errors the end of its standard error
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Ended(int exitCode, byte[] output, String errors) {
    /** Without what it printed, which may be a key. */
    @Override
    public String toString() {
      return "exit code " + exitCode;
    }
  }

  /**
   * Runs a program.
   *
   * @param input its standard input
   * @throws IOException if it can't be started, or doesn't end in time
   */
  Ended run(List<String> command, byte[] input) throws IOException;
}
