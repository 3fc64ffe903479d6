package dev.ingot.bake.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Identifies a process so that another one on the same host can tell later whether it is still
 * running.
 *
 * @param name for people, {@code user@host:pid}
 * @param pid its process id
 * @param space its process id namespace
 * @param started when it was started, in milliseconds since 1970
 */
public record ProcessOwner(String name, long pid, String space, long started) {
  private static final Pattern FORM =
      Pattern.compile("(.+) \\[([0-9]{1,18}) ([^ ]*) ([0-9]{1,18})\\]");

  // The kernel counts from boot, whose time may be corrected later.
  private static final Duration TOLERANCE = Duration.ofSeconds(3);

  /** This process. */
  public static ProcessOwner current(String name) {
    ProcessHandle self = ProcessHandle.current();
    return new ProcessOwner(name, self.pid(), thisSpace(), started(self));
  }

  /** Whether the owner of this name is known to have ended. */
  public static boolean isDead(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || !matcher.group(3).equals(thisSpace())) {
      return false;
    }
    Optional<ProcessHandle> process =
        ProcessHandle.of(Long.parseLong(matcher.group(2))).filter(ProcessHandle::isAlive);
    return process.isEmpty()
        || Math.abs(started(process.get()) - Long.parseLong(matcher.group(4)))
            > TOLERANCE.toMillis();
  }

  /** The name within the text of an owner. */
  public static String name(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches() ? matcher.group(1) : text;
  }

  /** {@code name [pid space start]}. */
  @Override
  public String toString() {
    return name + " [" + pid + " " + space + " " + started + "]";
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Two containers, or two boots, may have the same process ids. */
  private static String thisSpace() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      String numbers =
          Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("[^0-9]", "");
      return boot.substring(0, Math.min(8, boot.length())) + "-" + numbers;
    } catch (IOException e) {
      return "unknown";
    }
  }
}
