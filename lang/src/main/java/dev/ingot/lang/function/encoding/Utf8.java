package dev.ingot.lang.function.encoding;

import dev.ingot.lang.function.FunctionFailure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text from bytes that must be UTF-8. */
public final class Utf8 {
  private Utf8() {}

  /** The text, or a failure with a reason. */
  public static String decode(byte[] bytes, String otherwise) throws FunctionFailure {
    try {
      // A new decoder reports what is malformed.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new FunctionFailure(otherwise);
    }
  }
}
