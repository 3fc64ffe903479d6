package dev.ingot.plugin.http2;

import java.nio.ByteBuffer;

/**
 * The Huffman code of header texts (RFC 7541, appendix B). The code is canonical: codes of one
 * length follow each other in the order of their symbols, so that the lengths say everything.
 */
final class HuffmanCode {
  /** The length of each symbol's code: a character less 60. The last symbol ends a text. */
  private static final String LENGTHS =
      "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHFIBCCCCCCCCCCCCCCCCCCCCCCDCDI"
          + "OIJBKABABABBBACCBBBABCBAABCCCCCKGJIXPRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQSRSS"
          + "PRRRSRRSVVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWVZ";

  private static final int LENGTH_ZERO = 60;
  private static final int LONGEST = 30;
  private static final int END = 256;

  private final int[] firstCode = new int[LONGEST + 1];
  private final int[] firstIndex = new int[LONGEST + 1];
  private final int[] count = new int[LONGEST + 1];
  private final short[] symbols = new short[END + 1];

  HuffmanCode() {
    int code = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code <<= 1;
      firstCode[length] = code;
      firstIndex[length] = index;
      for (int symbol = 0; symbol <= END; symbol++) {
        if (LENGTHS.charAt(symbol) - LENGTH_ZERO == length) {
          symbols[index++] = (short) symbol;
        }
      }
      count[length] = index - firstIndex[length];
      code += count[length];
    }
  }

  /** The text that some bytes are the code of. */
  String decode(ByteBuffer bytes) throws Http2Exception {
    StringBuilder text = new StringBuilder();
    int code = 0;
    int length = 0;
    while (bytes.hasRemaining()) {
      int next = bytes.get();
      for (int bit = 7; bit >= 0; bit--) {
        code = (code << 1) | ((next >> bit) & 1);
        length++;
        if (length > LONGEST) {
          throw Http2Exception.malformed("a header is not in the Huffman code");
        }
        int offset = code - firstCode[length];
        if (offset >= 0 && offset < count[length]) {
          int symbol = symbols[firstIndex[length] + offset];
          if (symbol == END) {
            throw Http2Exception.malformed("a header contains the end-of-string code");
          }
          text.append((char) symbol);
          code = 0;
          length = 0;
        }
      }
    }
    // The rest of the last byte is the beginning of the end's code, which is ones.
    if (length > 7 || code != (1 << length) - 1) {
      throw Http2Exception.malformed("a header ends in the middle of a code");
    }
    return text.toString();
  }
}
