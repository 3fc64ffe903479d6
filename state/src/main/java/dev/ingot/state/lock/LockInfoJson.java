package dev.ingot.state.lock;

import dev.ingot.state.LockInfo;
import dev.ingot.state.format.JsonSink;
import dev.ingot.state.format.JsonSource;
import dev.ingot.state.format.MisshapenException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The text of a lock. Rules: the lock information Terraform keeps beside a local state, in the
 * object of a lock in a bucket, and sends to a server that locks.
 */
public final class LockInfoJson {
  private LockInfoJson() {}

  /** The holder a text names; empty if it is none, or half of one. */
  public static Optional<LockInfo> holder(byte[] text) {
    return read(text).map(LockInfoFile.Content::info).filter(info -> !info.id().isEmpty());
  }

  /** The text of a holder. */
  public static byte[] text(LockInfo info) {
    return start(info).endObject().toByteArray();
  }

  static Optional<LockInfoFile.Content> read(byte[] bytes) {
    String[] texts = {"", "", "", "", "", "", ""};
    long[] process = {-1, -1};
    try (JsonSource source = new JsonSource(bytes)) {
      source.document(
          () ->
              source.object(
                  "the lock",
                  name -> {
                    switch (name) {
                      case "ID" -> texts[0] = source.text(name);
                      case "Operation" -> texts[1] = source.text(name);
                      case "Info" -> texts[2] = source.text(name);
                      case "Who" -> texts[3] = source.text(name);
                      case "Version" -> texts[4] = source.text(name);
                      case "Created" -> texts[5] = source.text(name);
                      case "Path" -> texts[6] = source.text(name);
                      case "Process" -> process[0] = source.wholeNumber(name);
                      case "ProcessStarted" -> process[1] = source.wholeNumber(name);
                      default -> source.raw();
                    }
                  }));
      Instant created = texts[5].isEmpty() ? Instant.EPOCH : Instant.parse(texts[5]);
      LockInfo info =
          new LockInfo(texts[0], texts[1], texts[2], texts[3], texts[4], created, texts[6]);
      return Optional.of(new LockInfoFile.Content(info, process[0], process[1]));
    } catch (MisshapenException | DateTimeException _) {
      // A process that died while writing it left half of it.
      return Optional.empty();
    }
  }

  /** With the process, an addition of ours. */
  static byte[] write(LockInfoFile.Content content) {
    return start(content.info())
        .name("Process")
        .value(content.process())
        .name("ProcessStarted")
        .value(content.processStarted())
        .endObject()
        .toByteArray();
  }

  private static JsonSink start(LockInfo info) {
    return JsonSink.compact()
        .beginObject()
        .name("ID")
        .value(info.id())
        .name("Operation")
        .value(info.operation())
        .name("Info")
        .value(info.info())
        .name("Who")
        .value(info.who())
        .name("Version")
        .value(info.version())
        .name("Created")
        .value(info.created().toString())
        .name("Path")
        .value(info.path());
  }
}
