package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import java.util.Arrays;

/** Reads JSON string literals. Rules: RFC 8259. */
final class JsonStrings {
  private static final int[] SAME = {};

  private JsonStrings() {}

  /**
   * The content of a string literal.
   *
   * @param source the text without escapes; empty after an error
   * @param errorAt the index in the file of the first error, or -1
   */
  record Decoded(SourceText source, int errorAt) {}

  /** Reads the literal in a range that includes its quotes. */
  static Decoded decode(SourceRange literal) {
    return decode(literal.file(), literal.start(), literal.end());
  }

  /** Reads the literal between two places of a file, with its quotes. */
  static Decoded decode(SourceFile file, int start, int end) {
    String all = file.text();
    int first = start + 1;
    int last = end - 1;
    int error = -1;
    if (last < first || all.charAt(last) != '"') {
      error = end;
      last = end;
    }
    int plain = first;
    while (plain < last && all.charAt(plain) != '\\') {
      if (all.charAt(plain) < 0x20) {
        return failed(file, first, plain);
      }
      plain++;
    }
    if (error >= 0) {
      return failed(file, first, error);
    }
    if (plain == last) {
      return new Decoded(new SourceText(file, all.substring(first, last), first, SAME), -1);
    }
    return unescape(file, first, last, plain);
  }

  private static Decoded failed(SourceFile file, int base, int error) {
    return new Decoded(new SourceText(file, "", base, SAME), error);
  }

  private static Decoded unescape(SourceFile file, int first, int last, int plain) {
    String all = file.text();
    StringBuilder text = new StringBuilder(last - first).append(all, first, plain);
    int[] offsets = new int[last - first + 1];
    for (int i = 0; i < plain - first; i++) {
      offsets[i] = i;
    }
    int at = plain;
    while (at < last) {
      char c = all.charAt(at);
      if (c < 0x20) {
        return failed(file, first, at);
      }
      offsets[text.length()] = at - first;
      if (c != '\\') {
        text.append(c);
        at++;
        continue;
      }
      char selector = at + 1 < last ? all.charAt(at + 1) : 0;
      int simple = "\"\\/bfnrt".indexOf(selector);
      if (simple >= 0) {
        text.append("\"\\/\b\f\n\r\t".charAt(simple));
        at += 2;
      } else if (selector == 'u') {
        int unit = hex(all, at + 2, last);
        if (unit < 0) {
          return failed(file, first, at);
        }
        text.append((char) unit);
        at += 6;
      } else {
        return failed(file, first, at + 1);
      }
    }
    offsets[text.length()] = last - first;
    replaceLoneSurrogates(text);
    return new Decoded(
        new SourceText(file, text.toString(), first, Arrays.copyOf(offsets, text.length() + 1)),
        -1);
  }

  private static int hex(String text, int from, int limit) {
    if (from + 4 > limit) {
      return -1;
    }
    int unit = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      unit = unit * 16 + digit;
    }
    return unit;
  }

  private static void replaceLoneSurrogates(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        text.setCharAt(i, '\uFFFD');
      }
    }
  }
}
