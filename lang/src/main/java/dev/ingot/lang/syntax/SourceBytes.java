package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes the bytes of a file to text. */
final class SourceBytes {
  private static final String SUMMARY = "Invalid character encoding";
  private static final String DETAIL =
      "All input files must be UTF-8 encoded. Ensure that UTF-8 encoding is selected in your"
          + " editor.";

  private SourceBytes() {}

  static SourceFile decode(String name, byte[] bytes, Diagnostics diagnostics) {
    boolean marked =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    int start = marked ? 3 : 0;
    ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
    CharBuffer out = CharBuffer.allocate(bytes.length - start);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    int wrongAt = -1;
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      if (wrongAt < 0) {
        wrongAt = out.position();
      }
      // Never longer than the bytes it replaces, so that there is always room.
      out.put('\uFFFD');
      in.position(in.position() + result.length());
      result = decoder.decode(in, out, true);
    }
    String text = out.flip().toString();
    SourceFile file =
        marked ? SourceFile.afterByteOrderMark(name, text) : new SourceFile(name, text);
    if (wrongAt >= 0) {
      diagnostics.error(SUMMARY, DETAIL + hint(bytes), file.range(wrongAt, wrongAt + 1));
    }
    return file;
  }

  private static String hint(byte[] bytes) {
    if (bytes.length >= 2) {
      int first = bytes[0] & 0xFF;
      int second = bytes[1] & 0xFF;
      if ((first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF)) {
        return " This file is UTF-16.";
      }
    }
    return "";
  }
}
