package dev.ingot.plugin.netrpc;

import dev.ingot.plugin.msgpack.PackException;
import dev.ingot.plugin.msgpack.PackReader;
import dev.ingot.plugin.msgpack.PackWriter;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes data on a stream, where nothing tells how long it is. */
final class DataCodec {
  /** The most bytes of one value. */
  private static final int LARGEST = 64 << 20;

  private static final int DEEPEST = 500;

  private DataCodec() {}

  /** The bytes of a value. */
  static byte[] write(Data data) {
    PackWriter out = new PackWriter();
    write(data, out);
    return out.toByteArray();
  }

  private static void write(Data data, PackWriter out) {
    PackWriter _ =
        switch (data) {
          case Data.Nothing _ -> out.nil();
          case Data.Truth(boolean value) -> out.truth(value);
          case Data.Whole(long value) -> out.whole(value);
          case Data.Fraction(double value) -> out.fraction(value);
          case Data.Text(String value) -> out.text(value);
          case Data.Binary(byte[] value) -> out.binary(value);
          case Data.Items(List<Data> values) -> {
            PackWriter begun = out.array(values.size());
            values.forEach(each -> write(each, begun));
            yield begun;
          }
          case Data.Fields(Map<String, Data> values) -> {
            PackWriter begun = out.map(values.size());
            values.forEach(
                (name, each) -> {
                  PackWriter _ = begun.text(name);
                  write(each, begun);
                });
            yield begun;
          }
        };
  }

  /** The next value; empty at the end of the stream. */
  static Optional<Data> read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    gather(first, in, bytes);
    return Optional.of(read(new PackReader(bytes.toByteArray()), 0));
  }

  /** Collects the bytes of one value with all that is in it. */
  private static void gather(int first, InputStream in, ByteArrayOutputStream bytes)
      throws IOException {
    long items = 1;
    int code = first;
    while (true) {
      bytes.write(code);
      items += content(code, in, bytes) - 1;
      if (items == 0) {
        return;
      }
      if (items > LARGEST) {
        throw new PackException("a value is larger than the limit");
      }
      code = in.read();
      if (code < 0) {
        throw new EOFException("the plugin ended in the middle of a value");
      }
    }
  }

  /** Collects the bytes behind a code; how many items are in it. */
  private static long content(int code, InputStream in, ByteArrayOutputStream bytes)
      throws IOException {
    if (code < 0x80 || code >= 0xe0) {
      return 0;
    }
    if (code < 0xc0) {
      if (code >= 0xa0) {
        copy(code & 0x1f, in, bytes);
        return 0;
      }
      return code < 0x90 ? 2L * (code & 0x0f) : code & 0x0f;
    }
    return switch (code) {
      case 0xc4, 0xc5, 0xc6 -> skip(length(1 << (code - 0xc4), in, bytes), in, bytes);
      case 0xc7, 0xc8, 0xc9 -> skip(length(1 << (code - 0xc7), in, bytes) + 1, in, bytes);
      case 0xca, 0xcb -> skip(code == 0xca ? 4 : 8, in, bytes);
      case 0xcc, 0xcd, 0xce, 0xcf -> skip(1L << (code - 0xcc), in, bytes);
      case 0xd0, 0xd1, 0xd2, 0xd3 -> skip(1L << (code - 0xd0), in, bytes);
      case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> skip((1L << (code - 0xd4)) + 1, in, bytes);
      case 0xd9, 0xda, 0xdb -> skip(length(1 << (code - 0xd9), in, bytes), in, bytes);
      case 0xdc, 0xdd -> length(code == 0xdc ? 2 : 4, in, bytes);
      case 0xde, 0xdf -> 2 * length(code == 0xde ? 2 : 4, in, bytes);
      default -> 0;
    };
  }

  private static long length(int count, InputStream in, ByteArrayOutputStream bytes)
      throws IOException {
    byte[] read = in.readNBytes(count);
    if (read.length < count) {
      throw new EOFException("the plugin ended in the middle of a value");
    }
    bytes.writeBytes(read);
    long value = 0;
    for (byte each : read) {
      value = value << 8 | (each & 0xff);
    }
    return value;
  }

  private static long skip(long count, InputStream in, ByteArrayOutputStream bytes)
      throws IOException {
    copy(count, in, bytes);
    return 0;
  }

  private static void copy(long count, InputStream in, ByteArrayOutputStream bytes)
      throws IOException {
    if (bytes.size() + count > LARGEST) {
      throw new PackException("a value is larger than the limit of " + (LARGEST >> 20) + " MiB");
    }
    byte[] read = in.readNBytes((int) count);
    if (read.length < count) {
      throw new EOFException("the plugin ended in the middle of a value");
    }
    bytes.writeBytes(read);
  }

  private static Data read(PackReader in, int depth) throws PackException {
    if (depth > DEEPEST) {
      throw new PackException("a value is nested too deeply");
    }
    return switch (in.peek()) {
      case NIL -> {
        in.nil();
        yield Data.nothing();
      }
      case TRUTH -> Data.of(in.truth());
      case WHOLE -> Data.of(in.whole());
      case UNSIGNED -> Data.of(in.unsigned());
      case FRACTION -> new Data.Fraction(in.fraction());
      case TEXT -> Data.of(in.text());
      case BINARY -> new Data.Binary(in.binary());
      case ARRAY -> {
        int count = in.array();
        List<Data> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          values.add(read(in, depth + 1));
        }
        yield new Data.Items(values);
      }
      case MAP -> {
        int count = in.map();
        Map<String, Data> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
          String name =
              read(in, depth + 1)
                  .text()
                  .orElseThrow(() -> new PackException("the key of a map is no string"));
          values.put(name, read(in, depth + 1));
        }
        yield new Data.Fields(values);
      }
      case EXTENSION -> {
        PackReader.Extension _ = in.extension();
        yield Data.nothing();
      }
    };
  }
}
