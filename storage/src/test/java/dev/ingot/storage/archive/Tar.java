package dev.ingot.storage.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes tar streams for tests, well-formed and not. */
public final class Tar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An entry of a type with a target and a content. */
  public Tar entry(char type, String name, String link, int mode, String content) {
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, String.format("%07o", mode));
    put(header, 108, String.format("%07o", 0));
    put(header, 116, String.format("%07o", 0));
    put(header, 124, String.format("%011o", data.length));
    put(header, 136, String.format("%011o", 1_000_000_000));
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 157, link);
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o\0 ", sum));
    out.writeBytes(header);
    out.writeBytes(data);
    out.writeBytes(new byte[(512 - data.length % 512) % 512]);
    return this;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** A file. */
  public Tar file(String name, String content) {
    return entry('0', name, "", 0644, content);
  }

  /** A directory. */
  public Tar directory(String name) {
    return entry('5', name, "", 0755, "");
  }

  /** A symbolic link. */
  public Tar symlink(String name, String target) {
    return entry('2', name, target, 0777, "");
  }

  /** A hard link. */
  public Tar hardlink(String name, String target) {
    return entry('1', name, target, 0644, "");
  }

  /** A pax header for the next entry. */
  public Tar pax(String key, String value) {
    String record = " " + key + "=" + value + "\n";
    int length = record.getBytes(StandardCharsets.UTF_8).length + 1;
    while (Integer.toString(length).length() + record.getBytes(StandardCharsets.UTF_8).length
        != length) {
      length++;
    }
    return entry('x', "pax", "", 0644, length + record);
  }

  /** The stream. */
  public byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(out.toByteArray());
    whole.writeBytes(new byte[1024]);
    return whole.toByteArray();
  }
}
