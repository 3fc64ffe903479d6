package dev.ingot.release;

import dev.ingot.release.gate.GateResult;
import java.util.List;

/** The message for a version that was not promoted. */
final class RefusalText {
  private static final int SHOWN_LINES = 20;

  private RefusalText() {}

  static String of(GateResult.Refused refused) {
    StringBuilder message = new StringBuilder();
    message
        .append(refused.version().reference())
        .append(" failed its boot test and was not promoted.\n  asked:    ")
        .append(refused.report().asked())
        .append("\n  answered: ")
        .append(refused.report().answered());
    List<String> log = refused.report().log();
    if (!log.isEmpty()) {
      message.append("\n  its last lines:");
      log.subList(Math.max(0, log.size() - SHOWN_LINES), log.size())
          .forEach(line -> message.append("\n    ").append(line));
    }
    return message.toString();
  }
}
