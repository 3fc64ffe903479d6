package dev.ingot.bake.layer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * Writes a reproducible archive of a list of entries: POSIX ustar, with pax records only where a
 * field is too small, all time stamps the same, no user or group names. Rules: POSIX.1-2017, pax.
 */
public final class TarWriter {
  private static final int BLOCK = 512;
  private static final long MOST_OCTAL_8 = 0777_7777L;
  private static final long MOST_OCTAL_12 = 0777_7777_7777L;

  private final OutputStream out;
  private final long modified;

  /**
   * @param out receives the archive; not closed
   * @param modified the time stamp of every entry, in seconds since 1970
   */
  public TarWriter(OutputStream out, long modified) {
    this.out = out;
    this.modified = modified;
  }

  private record Header(
      char type, TreeEntry.Access access, String link, long size, int major, int minor) {
    static Header of(char type, TreeEntry.Access access) {
      return new Header(type, access, "", 0, 0, 0);
    }
  }

  /**
   * Appends an entry.
   *
   * @throws IOException also when the size of a file of this host changes while it is read
   */
  public void add(TreeEntry entry) throws IOException {
    switch (entry) {
      case TreeEntry.Directory(String path, TreeEntry.Access access) ->
          header(path + "/", Header.of('5', access));
      case TreeEntry.RegularFile(String path, TreeEntry.Access access, TreeEntry.Content content) ->
          file(path, access, content);
      case TreeEntry.SymbolicLink(String path, TreeEntry.Access access, String target) ->
          header(path, new Header('2', access, target, 0, 0, 0));
      case TreeEntry.HardLink(String path, String target) ->
          header(path, new Header('1', TreeEntry.Access.root(0), target, 0, 0, 0));
      case TreeEntry.Pipe(String path, TreeEntry.Access access) ->
          header(path, Header.of('6', access));
      case TreeEntry.Device(
              String path,
              TreeEntry.Access access,
              boolean block,
              int major,
              int minor) ->
          header(path, new Header(block ? '4' : '3', access, "", 0, major, minor));
      case TreeEntry.Whiteout whiteout ->
          header(whiteout.archivePath(), Header.of('0', TreeEntry.Access.root(0)));
      case TreeEntry.OpaqueDirectory opaque ->
          header(opaque.archivePath(), Header.of('0', TreeEntry.Access.root(0)));
    }
  }

  /** Writes the end of the archive. */
  public void finish() throws IOException {
    out.write(new byte[2 * BLOCK]);
  }

  private void file(String path, TreeEntry.Access access, TreeEntry.Content content)
      throws IOException {
    switch (content) {
      case TreeEntry.Content.Text(String text) -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        header(path, new Header('0', access, "", bytes.length, 0, 0));
        out.write(bytes);
        pad(bytes.length);
      }
      case TreeEntry.Content.OnDisk(Path file) -> {
        long size = Files.size(file);
        header(path, new Header('0', access, "", size, 0, 0));
        try (InputStream in = Files.newInputStream(file)) {
          copy(in, size, file);
        }
        pad(size);
      }
    }
  }

  private void copy(InputStream in, long size, Path file) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long left = size;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new IOException(file + " shrank while it was being read");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
    if (in.read() >= 0) {
      throw new IOException(file + " grew while it was being read");
    }
  }

  private void header(String name, Header header) throws IOException {
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    byte[] link = header.link().getBytes(StandardCharsets.UTF_8);
    int split = path.length <= 100 ? 0 : prefixLength(path);
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    if (split < 0 || !isAscii(path)) {
      record(records, "path", path);
    }
    if (link.length > 100 || !isAscii(link)) {
      record(records, "linkpath", link);
    }
    if (header.size() > MOST_OCTAL_12) {
      record(records, "size", Long.toString(header.size()).getBytes(StandardCharsets.US_ASCII));
    }
    if (header.access().uid() > MOST_OCTAL_8) {
      record(
          records, "uid", Long.toString(header.access().uid()).getBytes(StandardCharsets.US_ASCII));
    }
    if (header.access().gid() > MOST_OCTAL_8) {
      record(
          records, "gid", Long.toString(header.access().gid()).getBytes(StandardCharsets.US_ASCII));
    }
    for (Map.Entry<String, String> attribute : header.access().attributes().entrySet()) {
      record(
          records,
          "SCHILY.xattr." + attribute.getKey(),
          HexFormat.of().parseHex(attribute.getValue()));
    }
    if (records.size() > 0) {
      byte[] extended = records.toByteArray();
      byte[] title = "PaxHeaders/entry".getBytes(StandardCharsets.US_ASCII);
      block(
          title,
          0,
          new byte[0],
          new Header('x', TreeEntry.Access.root(0644), "", extended.length, 0, 0));
      out.write(extended);
      pad(extended.length);
    }
    block(path, split, link, header);
  }

  private void block(byte[] path, int split, byte[] link, Header header) throws IOException {
    byte[] block = new byte[BLOCK];
    int from = split > 0 ? split + 1 : 0;
    put(block, 0, 100, Arrays.copyOfRange(path, from, path.length));
    octal(block, 100, 8, header.access().mode());
    octal(block, 108, 8, Math.min(header.access().uid(), MOST_OCTAL_8));
    octal(block, 116, 8, Math.min(header.access().gid(), MOST_OCTAL_8));
    octal(block, 124, 12, Math.min(header.size(), MOST_OCTAL_12));
    octal(block, 136, 12, modified);
    block[156] = (byte) header.type();
    put(block, 157, 100, link);
    put(block, 257, 8, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
    octal(block, 329, 8, header.major());
    octal(block, 337, 8, header.minor());
    if (split > 0) {
      put(block, 345, 155, Arrays.copyOfRange(path, 0, split));
    }
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte unit : block) {
      sum += unit & 0xff;
    }
    octal(block, 148, 7, sum);
    out.write(block);
  }

  /** The index at which a long path can be split into prefix and name; -1 if it can't. */
  private static int prefixLength(byte[] path) {
    int last = path[path.length - 1] == '/' ? path.length - 2 : path.length - 1;
    for (int i = Math.min(155, last); i > 0; i--) {
      if (path[i] == '/') {
        return path.length - i - 1 <= 100 ? i : -1;
      }
    }
    return -1;
  }

  private static boolean isAscii(byte[] text) {
    for (byte unit : text) {
      if (unit < 0) {
        return false;
      }
    }
    return true;
  }

  /** The length of a pax record includes the digits of the length itself. */
  private static void record(ByteArrayOutputStream records, String key, byte[] value) {
    int rest = key.getBytes(StandardCharsets.UTF_8).length + value.length + 3;
    int total = rest + Integer.toString(rest).length();
    if (Integer.toString(total).length() > Integer.toString(rest).length()) {
      total++;
    }
    records.writeBytes((total + " " + key + "=").getBytes(StandardCharsets.UTF_8));
    records.writeBytes(value);
    records.write('\n');
  }

  private static void put(byte[] block, int at, int length, byte[] value) {
    System.arraycopy(value, 0, block, at, Math.min(length, value.length));
  }

  private static void octal(byte[] block, int at, int length, long value) {
    long left = value;
    for (int i = at + length - 2; i >= at; i--) {
      block[i] = (byte) ('0' + (left & 7));
      left >>= 3;
    }
    block[at + length - 1] = 0;
  }

  private void pad(long size) throws IOException {
    int over = (int) (size % BLOCK);
    if (over > 0) {
      out.write(new byte[BLOCK - over]);
    }
  }
}
