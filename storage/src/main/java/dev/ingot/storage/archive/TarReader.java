package dev.ingot.storage.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a tar stream: ustar, the pax extension (POSIX.1-2001) and GNU's long names. Anything else,
 * sparse files included, is an error rather than a guess.
 */
public final class TarReader {
  private static final int BLOCK = 512;
  private static final int MAX_EXTENSION = 1 << 20;
  private static final String ATTRIBUTE = "SCHILY.xattr.";

  private final InputStream in;
  private long left;
  private long padding;

  /** Reads a stream, which its owner closes. */
  public TarReader(InputStream in) {
    this.in = in;
  }

  /** The kind of an entry. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK,
    HARDLINK,
    DEVICE,
    FIFO
  }

  /**
   * One entry without its content.
   *
   * @param name as written
   * @param link the target of a link, else empty
   * @param mode permission bits, set-id and sticky bits included
   * @param modified seconds since 1970
   * @param attributes extended attributes in hexadecimal, by name
   */
  public record Entry(
      Kind kind,
      String name,
      String link,
      int mode,
      long uid,
      long gid,
      long size,
      long modified,
      Map<String, String> attributes) {}

  /** The next entry; empty at the end. */
  public Optional<Entry> next() throws IOException {
    skip(left + padding);
    Map<String, String> extended = new HashMap<>();
    while (true) {
      byte[] header = new byte[BLOCK];
      int count = in.readNBytes(header, 0, BLOCK);
      if (count == 0 || (count == BLOCK && isZero(header))) {
        return Optional.empty();
      }
      if (count < BLOCK) {
        throw new EOFException("the tar stream ends in the middle of a header");
      }
      checkSum(header);
      char type = (char) (header[156] & 0xff);
      long size = number(header, 124, 12);
      switch (type) {
        case 'x' -> pax(extension(size), extended);
        case 'g' -> {
          byte[] _ = extension(size);
        }
        case 'L' -> extended.put("path", cString(extension(size)));
        case 'K' -> extended.put("linkpath", cString(extension(size)));
        default -> {
          return Optional.of(entry(header, type, size, extended));
        }
      }
    }
  }

  private Entry entry(byte[] header, char type, long headerSize, Map<String, String> extended)
      throws IOException {
    String name = extended.getOrDefault("path", "");
    if (name.isEmpty()) {
      String prefix = isUstar(header) ? text(header, 345, 155) : "";
      name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
    }
    Kind kind =
        switch (type) {
          case '0', '\0', '7' -> name.endsWith("/") ? Kind.DIRECTORY : Kind.FILE;
          case '1' -> Kind.HARDLINK;
          case '2' -> Kind.SYMLINK;
          case '3', '4' -> Kind.DEVICE;
          case '5' -> Kind.DIRECTORY;
          case '6' -> Kind.FIFO;
          default -> throw new IOException("entry " + name + " is of an unknown type");
        };
    for (String key : extended.keySet()) {
      if (key.startsWith("GNU.sparse")) {
        throw new IOException("entry " + name + " is a sparse file, which is not read");
      }
    }
    long size = extendedNumber(extended, "size").orElse(headerSize);
    boolean hasContent = kind == Kind.FILE;
    left = hasContent ? size : 0;
    if (!hasContent && kind == Kind.DIRECTORY) {
      left = size;
    }
    padding = (BLOCK - left % BLOCK) % BLOCK;
    return new Entry(
        kind,
        name,
        extended.getOrDefault("linkpath", text(header, 157, 100)),
        (int) number(header, 100, 8) & 07777,
        extendedNumber(extended, "uid").orElse(number(header, 108, 8)),
        extendedNumber(extended, "gid").orElse(number(header, 116, 8)),
        hasContent ? size : 0,
        extendedNumber(extended, "mtime").orElse(number(header, 136, 12)),
        attributes(extended));
  }

  private static Map<String, String> attributes(Map<String, String> extended) {
    Map<String, String> attributes = new TreeMap<>();
    extended.forEach(
        (key, value) -> {
          if (key.startsWith(ATTRIBUTE)) {
            attributes.put(key.substring(ATTRIBUTE.length()), value);
          }
        });
    return attributes;
  }

  /** The content of the current entry. */
  public int read(byte[] into) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(into, 0, (int) Math.min(into.length, left));
    if (count < 0) {
      throw new EOFException("the tar stream ends in the middle of a file");
    }
    left -= count;
    return count;
  }

  private void skip(long bytes) throws IOException {
    in.skipNBytes(bytes);
    left = 0;
    padding = 0;
  }

  private byte[] extension(long size) throws IOException {
    if (size < 0 || size > MAX_EXTENSION) {
      throw new IOException("an extended header is too large");
    }
    byte[] bytes = in.readNBytes((int) size);
    if (bytes.length < size) {
      throw new EOFException("the tar stream ends in the middle of an extended header");
    }
    in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    return bytes;
  }

  /** Records of {@code LENGTH KEY=VALUE\n}, the length counting the whole record. */
  private static void pax(byte[] bytes, Map<String, String> into) throws IOException {
    int at = 0;
    while (at < bytes.length) {
      int space = at;
      while (space < bytes.length && bytes[space] != ' ') {
        space++;
      }
      String digits = new String(bytes, at, space - at, StandardCharsets.US_ASCII);
      if (!digits.matches("[0-9]{1,7}")) {
        throw new IOException("an extended header is not well-formed");
      }
      int end = at + Integer.parseInt(digits);
      if (end > bytes.length || end <= space + 1 || bytes[end - 1] != '\n') {
        throw new IOException("an extended header is not well-formed");
      }
      String record = new String(bytes, space + 1, end - space - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals <= 0) {
        throw new IOException("an extended header is not well-formed");
      }
      String key = record.substring(0, equals);
      int from = space + 2 + key.getBytes(StandardCharsets.UTF_8).length;
      into.put(
          key,
          key.startsWith(ATTRIBUTE)
              ? HexFormat.of().formatHex(bytes, from, end - 1)
              : record.substring(equals + 1));
      at = end;
    }
  }

  private static Optional<Long> extendedNumber(Map<String, String> extended, String key)
      throws IOException {
    String text = extended.get(key);
    if (text == null) {
      return Optional.empty();
    }
    String whole = text.contains(".") ? text.substring(0, text.indexOf('.')) : text;
    if (!whole.matches("-?[0-9]{1,18}")) {
      throw new IOException("an extended header has an invalid " + key);
    }
    long value = Long.parseLong(whole);
    if (value < 0 && !key.equals("mtime")) {
      throw new IOException("an extended header has an invalid " + key);
    }
    return Optional.of(value);
  }

  private static boolean isUstar(byte[] header) {
    return text(header, 257, 5).equals("ustar");
  }

  private static void checkSum(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (sum != number(header, 148, 8)) {
      throw new IOException(
          "a header's checksum is wrong: this is no tar stream, or it is damaged");
    }
  }

  private static boolean isZero(byte[] header) {
    for (byte b : header) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, StandardCharsets.UTF_8);
  }

  private static String cString(byte[] bytes) {
    return text(bytes, 0, bytes.length);
  }

  private static long number(byte[] header, int offset, int length) throws IOException {
    if ((header[offset] & 0x80) != 0) {
      long value = header[offset] & 0x3f;
      for (int i = offset + 1; i < offset + length; i++) {
        if (value > Long.MAX_VALUE >> 9) {
          throw new IOException("a number in a header is too large");
        }
        value = value << 8 | (header[i] & 0xff);
      }
      return value;
    }
    String digits = text(header, offset, length).strip();
    if (digits.isEmpty()) {
      return 0;
    }
    if (!digits.matches("[0-7]{1,20}")) {
      throw new IOException("a number in a header is not octal");
    }
    return Long.parseLong(digits, 8);
  }
}
