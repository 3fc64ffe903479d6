package dev.ingot.registry.inventory;

import dev.ingot.registry.inventory.Catalogers.UnreadableException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a table of a database of SQLite from memory: without its library, which an image's files
 * must not reach. Rules: SQLite's documentation of its file format.
 */
final class SqliteFile {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 100;
  private static final int INTERIOR = 5;
  private static final int LEAF = 13;
  private static final int MOST_BLOB = 64 << 20;

  private final ByteBuffer file;
  private final int pageSize;
  private final int usable;
  private final Set<Integer> seen = new HashSet<>();

  private SqliteFile(byte[] bytes) throws UnreadableException {
    this.file = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER || !startsWithMagic(bytes)) {
      throw new UnreadableException("it is no database of SQLite");
    }
    int size = Short.toUnsignedInt(file.getShort(16));
    this.pageSize = size == 1 ? 65536 : size;
    this.usable = pageSize - Byte.toUnsignedInt(bytes[20]);
    if (pageSize < 512 || Integer.bitCount(pageSize) != 1 || usable < 480) {
      throw damaged();
    }
  }

  private static boolean startsWithMagic(byte[] bytes) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (bytes[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private static UnreadableException damaged() {
    return new UnreadableException("it is a damaged database of SQLite");
  }

  /** The last column of each row of a table, as far as it is a blob. */
  static List<byte[]> blobs(byte[] bytes, String table) throws UnreadableException {
    SqliteFile database = new SqliteFile(bytes);
    try {
      Optional<Integer> root = Optional.empty();
      for (List<Object> row : database.rows(1)) {
        if (row.size() >= 4
            && "table".equals(row.getFirst())
            && table.equals(row.get(1))
            && row.get(3) instanceof Long page) {
          root = Optional.of(page.intValue());
        }
      }
      if (root.isEmpty()) {
        throw new UnreadableException("it has no table " + table);
      }
      List<byte[]> blobs = new ArrayList<>();
      for (List<Object> row : database.rows(root.get())) {
        if (!row.isEmpty() && row.getLast() instanceof byte[] blob) {
          blobs.add(blob);
        }
      }
      return blobs;
    } catch (IndexOutOfBoundsException e) {
      throw damaged();
    }
  }

  private List<List<Object>> rows(int root) throws UnreadableException {
    List<List<Object>> rows = new ArrayList<>();
    List<Integer> pending = new ArrayList<>(List.of(root));
    while (!pending.isEmpty()) {
      int page = pending.removeLast();
      if (page < 1 || !seen.add(page)) {
        throw damaged();
      }
      int start = (page - 1) * pageSize;
      int header = page == 1 ? HEADER : start;
      int type = Byte.toUnsignedInt(file.get(header));
      int cells = Short.toUnsignedInt(file.getShort(header + 3));
      int pointers = header + (type == INTERIOR ? 12 : 8);
      if (type != INTERIOR && type != LEAF) {
        throw damaged();
      }
      if (type == INTERIOR) {
        pending.add(file.getInt(header + 8));
      }
      for (int i = cells - 1; i >= 0 && type == INTERIOR; i--) {
        pending.add(file.getInt(start + Short.toUnsignedInt(file.getShort(pointers + 2 * i))));
      }
      for (int i = 0; i < cells && type == LEAF; i++) {
        rows.add(row(start + Short.toUnsignedInt(file.getShort(pointers + 2 * i))));
      }
    }
    return rows;
  }

  private List<Object> row(int cell) throws UnreadableException {
    Cursor cursor = new Cursor(file, cell);
    long length = cursor.number();
    long _ = cursor.number();
    if (length < 0 || length > MOST_BLOB) {
      throw damaged();
    }
    return record(payload(cursor.at, (int) length));
  }

  /** What doesn't fit into a page continues on others. */
  private byte[] payload(int at, int length) throws UnreadableException {
    int most = usable - 35;
    int here = length;
    if (length > most) {
      int least = (usable - 12) * 32 / 255 - 23;
      int fitting = least + (length - least) % (usable - 4);
      here = fitting <= most ? fitting : least;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length);
    copy(at, here, out);
    int next = here < length ? file.getInt(at + here) : 0;
    while (out.size() < length) {
      if (next < 1 || !seen.add(next)) {
        throw damaged();
      }
      int start = (next - 1) * pageSize;
      copy(start + 4, Math.min(length - out.size(), usable - 4), out);
      next = file.getInt(start);
    }
    return out.toByteArray();
  }

  private void copy(int at, int count, ByteArrayOutputStream out) {
    if (at < 0 || at + count > file.capacity()) {
      throw new IndexOutOfBoundsException(at);
    }
    out.write(file.array(), at, count);
  }

  private static List<Object> record(byte[] payload) throws UnreadableException {
    ByteBuffer in = ByteBuffer.wrap(payload);
    Cursor types = new Cursor(in, 0);
    long header = types.number();
    if (header > payload.length) {
      throw damaged();
    }
    List<Object> values = new ArrayList<>();
    int at = (int) header;
    while (types.at < header) {
      long type = types.number();
      int size = size(type);
      if (size < 0 || at + (long) size > payload.length) {
        throw damaged();
      }
      values.add(value(in, at, type, size));
      at += size;
    }
    return values;
  }

  private static int size(long type) {
    if (type >= 12) {
      return (int) Math.min(Integer.MAX_VALUE, (type - 12) / 2);
    }
    return switch ((int) type) {
      case 1, 2, 3, 4 -> (int) type;
      case 5 -> 6;
      case 6, 7 -> 8;
      case 0, 8, 9 -> 0;
      default -> -1;
    };
  }

  private static Object value(ByteBuffer in, int at, long type, int size) {
    byte[] bytes = new byte[size];
    in.get(at, bytes);
    if (type >= 12) {
      return type % 2 == 0 ? bytes : new String(bytes, StandardCharsets.UTF_8);
    }
    if (type == 8 || type == 9) {
      return type - 8;
    }
    long number = size > 0 && bytes[0] < 0 ? -1 : 0;
    for (byte each : bytes) {
      number = number << 8 | (each & 0xff);
    }
    return number;
  }

  /** Reads numbers of one to nine bytes. */
  private static final class Cursor {
    private final ByteBuffer in;
    private int at;

    Cursor(ByteBuffer in, int at) {
      this.in = in;
      this.at = at;
    }

    long number() {
      long number = 0;
      for (int i = 0; i < 8; i++) {
        int next = in.get(at++);
        number = number << 7 | (next & 0x7f);
        if (next >= 0) {
          return number;
        }
      }
      return number << 8 | (in.get(at++) & 0xff);
    }
  }
}
