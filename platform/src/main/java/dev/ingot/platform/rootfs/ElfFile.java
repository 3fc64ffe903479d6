package dev.ingot.platform.rootfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The dependencies of a 64-bit Linux program or library. Rules: the ELF-64 object file format and
 * the System V application binary interface.
 *
 * @param interpreter the program loader it requests
 * @param needed names of libraries
 * @param searchPaths its own search paths, with {@code $ORIGIN} not expanded
 */
record ElfFile(Optional<String> interpreter, List<String> needed, List<String> searchPaths) {
  private static final int HEADER = 64;
  private static final int MOST_PROGRAM_HEADERS = 512;
  private static final int MOST_DYNAMIC = 1 << 20;
  private static final int MOST_NAMES = 16 << 20;

  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final int INTERPRETER = 3;

  private static final long NEEDED = 1;
  private static final long STRING_TABLE = 5;
  private static final long STRING_SIZE = 10;
  private static final long RPATH = 15;
  private static final long RUNPATH = 29;

  ElfFile {
    needed = List.copyOf(needed);
    searchPaths = List.copyOf(searchPaths);
  }

  private record Segment(int type, long offset, long address, long size) {}

  /**
   * Reads a file; empty when it isn't a 64-bit little-endian ELF file.
   *
   * @throws IOException when it can't be read, or is damaged
   */
  static Optional<ElfFile> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() < HEADER) {
        return Optional.empty();
      }
      ByteBuffer header = bytes(channel, 0, HEADER);
      boolean elf =
          header.get(0) == 0x7f
              && header.get(1) == 'E'
              && header.get(2) == 'L'
              && header.get(3) == 'F'
              && header.get(4) == 2
              && header.get(5) == 1;
      if (!elf) {
        return Optional.empty();
      }
      return Optional.of(read(channel, segments(channel, header)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IOException(file + " is a damaged program or library", e);
    }
  }

  private static List<Segment> segments(FileChannel channel, ByteBuffer header) throws IOException {
    long offset = header.getLong(32);
    int size = Short.toUnsignedInt(header.getShort(54));
    int count = Short.toUnsignedInt(header.getShort(56));
    if (count > MOST_PROGRAM_HEADERS || size < 56) {
      throw new IllegalArgumentException("program headers");
    }
    ByteBuffer table = bytes(channel, offset, count * size);
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = i * size;
      segments.add(
          new Segment(
              table.getInt(at),
              table.getLong(at + 8),
              table.getLong(at + 16),
              table.getLong(at + 32)));
    }
    return segments;
  }

  private static ElfFile read(FileChannel channel, List<Segment> segments) throws IOException {
    Optional<String> interpreter = Optional.empty();
    List<String> needed = new ArrayList<>();
    List<String> searchPaths = new ArrayList<>();
    for (Segment segment : segments) {
      if (segment.type() == INTERPRETER) {
        interpreter =
            Optional.of(text(bytes(channel, segment.offset(), limit(segment.size(), 4096)), 0));
      } else if (segment.type() == DYNAMIC) {
        dynamic(channel, segments, segment, needed, searchPaths);
      }
    }
    return new ElfFile(interpreter, needed, searchPaths);
  }

  private static void dynamic(
      FileChannel channel,
      List<Segment> segments,
      Segment dynamic,
      List<String> needed,
      List<String> searchPaths)
      throws IOException {
    ByteBuffer table = bytes(channel, dynamic.offset(), limit(dynamic.size(), MOST_DYNAMIC));
    long names = 0;
    long size = 0;
    for (int at = 0; at + 16 <= table.limit(); at += 16) {
      long tag = table.getLong(at);
      if (tag == STRING_TABLE) {
        names = table.getLong(at + 8);
      } else if (tag == STRING_SIZE) {
        size = table.getLong(at + 8);
      }
    }
    if (size == 0) {
      return;
    }
    ByteBuffer strings = bytes(channel, fileOffset(segments, names), limit(size, MOST_NAMES));
    for (int at = 0; at + 16 <= table.limit(); at += 16) {
      long tag = table.getLong(at);
      if (tag == 0) {
        return;
      }
      if (tag == NEEDED) {
        needed.add(text(strings, Math.toIntExact(table.getLong(at + 8))));
      } else if (tag == RPATH || tag == RUNPATH) {
        for (String path : text(strings, Math.toIntExact(table.getLong(at + 8))).split(":")) {
          searchPaths.add(path);
        }
      }
    }
  }

  private static long fileOffset(List<Segment> segments, long address) {
    for (Segment segment : segments) {
      if (segment.type() == LOAD
          && address >= segment.address()
          && address < segment.address() + segment.size()) {
        return address - segment.address() + segment.offset();
      }
    }
    throw new IllegalArgumentException("address");
  }

  private static int limit(long size, int most) {
    if (size < 0 || size > most) {
      throw new IllegalArgumentException("size");
    }
    return (int) size;
  }

  private static ByteBuffer bytes(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    long at = offset;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new IllegalArgumentException("short");
      }
      at += read;
    }
    return buffer.flip();
  }

  private static String text(ByteBuffer bytes, int from) {
    int end = from;
    while (end < bytes.limit() && bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - from];
    bytes.get(from, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
