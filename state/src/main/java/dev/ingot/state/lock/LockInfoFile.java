package dev.ingot.state.lock;

import dev.ingot.state.LockInfo;
import dev.ingot.state.format.JsonSink;
import dev.ingot.state.format.JsonSource;
import dev.ingot.state.format.MisshapenException;
import dev.ingot.storage.Access;
import dev.ingot.storage.FileStorage;
import dev.ingot.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Says beside a state who holds its lock. Rules: the lock information Terraform keeps beside a
 * local state; the process is an addition of ours.
 */
final class LockInfoFile {
  /** What a file says. */
  record Content(LockInfo info, long process, long processStarted) {}

  private LockInfoFile() {}

  static Path of(Path state) {
    return state.resolveSibling("." + state.getFileName() + ".lock.info");
  }

  static Optional<Content> read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException _) {
      return Optional.empty();
    }
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
      return Optional.of(new Content(info, process[0], process[1]));
    } catch (MisshapenException | DateTimeException _) {
      // A process that died while writing it left half of it.
      return Optional.empty();
    }
  }

  /**
   * Whether a file says just this; read without taking it apart, which is done at each end of a
   * lock.
   */
  static boolean isWritten(Path file, Content content) {
    try {
      return Arrays.equals(Files.readAllBytes(file), bytes(content));
    } catch (IOException _) {
      return false;
    }
  }

  static void write(Path file, Content content) throws IOException {
    byte[] bytes = bytes(content);
    try (Storage.Appender out = new FileStorage().create(file, Access.PRIVATE)) {
      out.write(bytes, 0, bytes.length);
    }
  }

  private static byte[] bytes(Content content) {
    LockInfo info = content.info();
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
        .value(info.path())
        .name("Process")
        .value(content.process())
        .name("ProcessStarted")
        .value(content.processStarted())
        .endObject()
        .toByteArray();
  }
}
