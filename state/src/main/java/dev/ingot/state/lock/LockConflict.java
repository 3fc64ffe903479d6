package dev.ingot.state.lock;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateLockedException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * The failure to lock a state that another process has locked. Rules: the message of Terraform 1.11
 * as recorded. In a class of its own, so that a lock without a conflict loads no formatter.
 */
public final class LockConflict {
  private LockConflict() {}

  /** The failure for a state, with what is known about the holder. */
  static StateLockedException at(Path state) {
    Path infoFile = LockInfoFile.of(state);
    Optional<LockInfo> holder = LockInfoFile.read(infoFile).map(LockInfoFile.Content::info);
    return new StateLockedException(
        "resource temporarily unavailable\n"
            + holder
                .map(LockConflict::text)
                .orElseGet(() -> "open " + infoFile + ": no such file or directory"),
        holder);
  }

  /**
   * The failure for a store that says who holds a lock.
   *
   * @param problem what it says of it, one line
   */
  public static StateLockedException locked(String problem, LockInfo holder) {
    return new StateLockedException(problem + "\n" + text(holder), Optional.of(holder));
  }

  private static String text(LockInfo info) {
    return "Lock Info:\n  ID:        "
        + info.id()
        + "\n  Path:      "
        + info.path()
        + "\n  Operation: "
        + info.operation()
        + "\n  Who:       "
        + info.who()
        + "\n  Version:   "
        + info.version()
        + "\n  Created:   "
        + since(info.created())
        + "\n  Info:      "
        + info.info()
        + "\n";
  }

  private static String since(Instant created) {
    String text =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSSSS '+0000 UTC'", Locale.ROOT)
            .format(created.atOffset(ZoneOffset.UTC));
    int zone = text.indexOf(" +");
    String digits = text.substring(0, zone).replaceAll("\\.?0+$", "");
    return (digits.length() < "yyyy-MM-dd HH:mm:ss".length() ? text.substring(0, 19) : digits)
        + text.substring(zone);
  }
}
