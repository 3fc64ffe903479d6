package dev.ingot.plugin.http2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Reads blocks of headers (RFC 7541). Every block of a connection must pass through the same
 * decoder, in order: each may refer to headers of those before. Used by one thread.
 */
final class HeaderDecoder {
  /** The table that this side offers, in the measure of {@link Header#size}. */
  private static final int TABLE = 4096;

  private final Deque<Header> recent = new ArrayDeque<>();
  private int size;
  private int limit = TABLE;
  private Optional<HuffmanCode> huffman = Optional.empty();

  /** The headers of a block. */
  List<Header> decode(ByteBuffer block) throws Http2Exception {
    List<Header> headers = new ArrayList<>();
    while (block.hasRemaining()) {
      int first = block.get(block.position());
      if ((first & 0x80) != 0) {
        headers.add(known(integer(block, 7)));
      } else if ((first & 0x40) != 0) {
        Header header = literal(block, 6);
        remember(header);
        headers.add(header);
      } else if ((first & 0x20) != 0) {
        resize(integer(block, 5));
      } else {
        headers.add(literal(block, 4));
      }
    }
    return headers;
  }

  private Header literal(ByteBuffer block, int prefix) throws Http2Exception {
    int name = integer(block, prefix);
    return new Header(name == 0 ? text(block) : known(name).name(), text(block));
  }

  private Header known(int number) throws Http2Exception {
    if (number >= 1 && number <= StaticHeaders.COUNT) {
      return StaticHeaders.get(number);
    }
    int place = number - StaticHeaders.COUNT - 1;
    if (place < 0 || place >= recent.size()) {
      throw Http2Exception.malformed("unknown header index " + number);
    }
    Iterator<Header> newestFirst = recent.iterator();
    Header header = newestFirst.next();
    for (int i = 0; i < place; i++) {
      header = newestFirst.next();
    }
    return header;
  }

  private void remember(Header header) {
    recent.addFirst(header);
    size += header.size();
    evict();
  }

  private void resize(int wanted) throws Http2Exception {
    if (wanted > TABLE) {
      throw Http2Exception.malformed("a table of headers of " + wanted + " bytes was asked for");
    }
    limit = wanted;
    evict();
  }

  private void evict() {
    while (size > limit) {
      size -= recent.removeLast().size();
    }
  }

  private static int integer(ByteBuffer block, int prefix) throws Http2Exception {
    int mask = (1 << prefix) - 1;
    long value = next(block) & mask;
    if (value < mask) {
      return (int) value;
    }
    for (int shift = 0; shift <= 21; shift += 7) {
      int next = next(block);
      value += (long) (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return (int) value;
      }
    }
    throw Http2Exception.malformed("a number in a header is too large");
  }

  private static int next(ByteBuffer block) throws Http2Exception {
    if (!block.hasRemaining()) {
      throw Http2Exception.malformed("a header block ends in the middle of a header");
    }
    return block.get() & 0xff;
  }

  private String text(ByteBuffer block) throws Http2Exception {
    if (!block.hasRemaining()) {
      throw Http2Exception.malformed("a header block ends in the middle of a header");
    }
    boolean coded = (block.get(block.position()) & 0x80) != 0;
    int length = integer(block, 7);
    if (length > block.remaining()) {
      throw Http2Exception.malformed("a header is longer than its block");
    }
    ByteBuffer bytes = block.slice(block.position(), length);
    block.position(block.position() + length);
    if (!coded) {
      return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
    if (huffman.isEmpty()) {
      huffman = Optional.of(new HuffmanCode());
    }
    return huffman.get().decode(bytes);
  }
}
