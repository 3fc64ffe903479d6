package dev.ingot.platform.api;

import java.time.Instant;
import java.util.Optional;

/** The state of a machine. */
public sealed interface MachineState {
  /**
   * Its command runs.
   *
   * @param pid the machine's outermost process, as this host numbers it
   */
  record Running(long pid) implements MachineState {}

  /**
   * Its command ended; it is never restarted.
   *
   * @param code the exit code; a command killed by signal n has 128 + n
   * @param at when the end was noticed
   * @param reason what is known beyond the code, such as a memory limit that was reached
   */
  record Exited(int code, Instant at, Optional<String> reason) implements MachineState {}

  /**
   * The process is gone and left no exit code (the host was restarted, or the process was killed).
   *
   * @param reason what is known
   */
  record Unknown(String reason) implements MachineState {}

  /** A phrase for users. */
  default String describe() {
    return switch (this) {
      case Running(long pid) -> "running (pid " + pid + ")";
      case Exited(int code, Instant at, Optional<String> reason) ->
          (isSignal(code)
                  ? "killed by signal " + signalName(code - 128)
                  : "exited with code " + code)
              + reason.map(r -> ": " + r).orElse("");
      case Unknown(String reason) -> "gone: " + reason;
    };
  }

  /** A predicate for sentences about the machine: {@code was killed by signal KILL}. */
  default String predicate() {
    return switch (this) {
      case Running _ -> "is " + describe();
      case Exited(int code, Instant _, Optional<String> _) ->
          (isSignal(code) ? "was " : "") + describe();
      case Unknown _ -> "is " + describe();
    };
  }

  private static boolean isSignal(int code) {
    return code > 128 && code < 193;
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
