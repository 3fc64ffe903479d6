package dev.ingot.platform.api;

import java.time.Instant;
import java.util.Optional;

/** What a machine is doing. */
public sealed interface MachineState {
  /**
   * Its command runs.
   *
   * @param pid the process on this host that holds the machine
   */
  record Running(long pid) implements MachineState {}

  /**
   * Its command ended; it is never started again.
   *
   * @param code the exit code; a command killed by signal n has 128 + n
   * @param at when it was seen to have ended
   * @param reason what is known besides the code, for example the memory limit
   */
  record Exited(int code, Instant at, Optional<String> reason) implements MachineState {}

  /**
   * The process is gone and left no exit code (the host was restarted, the holder was killed).
   *
   * @param reason what is known
   */
  record Unknown(String reason) implements MachineState {}

  /** One phrase for a person. */
  default String describe() {
    return switch (this) {
      case Running(long pid) -> "running (pid " + pid + ")";
      case Exited(int code, Instant at, Optional<String> reason) ->
          (code > 128 && code < 193
                  ? "killed by signal " + signalName(code - 128)
                  : "exited with code " + code)
              + reason.map(r -> ": " + r).orElse("");
      case Unknown(String reason) -> "gone: " + reason;
    };
  }

  private static String signalName(int signal) {
    return switch (signal) {
      case 1 -> "HUP";
      case 2 -> "INT";
      case 3 -> "QUIT";
      case 4 -> "ILL";
      case 6 -> "ABRT";
      case 7 -> "BUS";
      case 8 -> "FPE";
      case 9 -> "KILL";
      case 11 -> "SEGV";
      case 13 -> "PIPE";
      case 15 -> "TERM";
      default -> Integer.toString(signal);
    };
  }
}
