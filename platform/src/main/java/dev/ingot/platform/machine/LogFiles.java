package dev.ingot.platform.machine;

import dev.ingot.platform.api.LogChunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A machine's output: the file its processes append to, and one with the part before. The file is
 * truncated in place when it gets too large, since its writers keep it open.
 */
final class LogFiles {
  /** Beyond this size the file is truncated. */
  static final long MAX_BYTES = 16L << 20;

  private static final int MAX_CHUNK = 1 << 20;
  private static final int TAIL_WINDOW = 1 << 20;

  private LogFiles() {}

  /** Truncates the file when it is too large; keeps one older part. */
  static void rotate(Path log) throws IOException {
    if (size(log) <= MAX_BYTES) {
      return;
    }
    Path part = log.resolveSibling(log.getFileName() + ".new");
    Files.deleteIfExists(part);
    try (FileChannel channel =
            FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel copy =
            FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")))) {
      // Only its end, however much was printed since the last check.
      long at = Math.max(0, channel.size() - MAX_BYTES);
      long end = channel.size();
      while (at < end) {
        long copied = channel.transferTo(at, end - at, copy);
        if (copied <= 0) {
          break;
        }
        at += copied;
      }
      channel.truncate(0);
    }
    Files.move(part, older(log), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The file with the older part. */
  static Path older(Path log) {
    return log.resolveSibling(log.getFileName() + ".1");
  }

  /** The last lines. */
  static LogChunk tail(Path log, int lines) throws IOException {
    String text = end(log);
    long position = size(log);
    if (countLines(text) < lines && Files.exists(older(log))) {
      text = end(older(log)) + text;
    }
    int from = text.length();
    int left = text.endsWith("\n") ? lines + 1 : lines;
    while (left > 0 && from > 0) {
      from = text.lastIndexOf('\n', from - 1);
      left--;
      if (from < 0) {
        return new LogChunk(text, position);
      }
    }
    return new LogChunk(
        text.substring(Math.min(text.length(), left > 0 ? from : from + 1)), position);
  }

  private static long countLines(String text) {
    return text.chars().filter(c -> c == '\n').count();
  }

  /** The output after a position; from the beginning if the file was truncated since. */
  static LogChunk after(Path log, long position) throws IOException {
    long size = size(log);
    long from = position > size ? 0 : position;
    return read(log, from, (int) Math.min(MAX_CHUNK, size - from));
  }

  private static String end(Path log) throws IOException {
    long size = size(log);
    long from = Math.max(0, size - TAIL_WINDOW);
    String text = read(log, from, (int) (size - from)).text();
    return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
  }

  private static LogChunk read(Path log, long from, int length) throws IOException {
    if (length == 0) {
      return new LogChunk("", from);
    }
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(length);
      int count = 0;
      while (buffer.hasRemaining() && count >= 0) {
        count = channel.read(buffer, from + buffer.position());
      }
      return new LogChunk(
          new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8),
          from + buffer.position());
    }
  }

  private static long size(Path log) throws IOException {
    try {
      return Files.size(log);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
