package dev.ingot.lang.function.encoding;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.value.Quoting;
import java.util.Base64;

/** Base64 with padding, in the standard alphabet; line ends are ignored. */
public final class Base64Text {
  static final String NOT_UTF8 = "the result of decoding the provided string is not valid UTF-8";

  private Base64Text() {}

  /** The bytes. */
  public static byte[] decode(String text) throws FunctionFailure {
    String plain =
        text.indexOf('\n') < 0 && text.indexOf('\r') < 0
            ? text
            : text.replace("\n", "").replace("\r", "");
    if (plain.length() % 4 == 0) {
      try {
        return Base64.getDecoder().decode(plain);
      } catch (IllegalArgumentException e) {
        throw undecodable(text);
      }
    }
    throw undecodable(text);
  }

  /** Where a text that can't be decoded stops being base64: a wrong character, or its end. */
  static int firstProblem(String text) {
    int symbols = 0;
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      boolean symbol =
          (next >= 'A' && next <= 'Z')
              || (next >= 'a' && next <= 'z')
              || (next >= '0' && next <= '9')
              || next == '+'
              || next == '/';
      if (symbol) {
        symbols++;
      } else if (next != '\n' && next != '\r') {
        return i;
      }
    }
    return text.length() - symbols % 4;
  }

  private static FunctionFailure undecodable(String text) {
    return new FunctionFailure("failed to decode base64 data " + Quoting.quoted(text));
  }
}
