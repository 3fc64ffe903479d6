package dev.ingot.lang.function.encoding;

import static dev.ingot.lang.function.FunctionSpec.Allow.DYNAMIC;
import static dev.ingot.lang.function.FunctionSpec.Allow.NULL;
import static dev.ingot.lang.function.FunctionSpec.Allow.UNKNOWN;

import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.eval.Unknowns;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The functions that encode and decode text. */
public final class EncodingFunctions {
  private static final String HEX = "0123456789ABCDEF";

  private EncodingFunctions() {}

  /** A function from a text. */
  private interface Rewrite {
    String of(String text) throws FunctionFailure;
  }

  /** A decoding function. */
  private interface Reading {
    Value of(String text) throws FunctionFailure;
  }

  /** The function of a name. */
  public static Scope.Function named(String name) {
    return switch (name) {
      case "base64decode" ->
          rewrite(name, text -> Utf8.decode(Base64Text.decode(text), Base64Text.NOT_UTF8));
      case "base64encode" ->
          rewrite(
              name,
              text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
      case "base64gunzip" -> rewrite(name, Gzip::decompress);
      case "base64gzip" -> rewrite(name, Gzip::compress);
      case "csvdecode" -> reading(name, "str", CsvReader::read);
      case "jsondecode" -> reading(name, "str", JsonReader::read);
      case "jsonencode" ->
          FunctionSpec.named(name)
              .parameter("val", Type.DYNAMIC, NULL, UNKNOWN, DYNAMIC)
              .returns(Type.STRING)
              .body((a, type) -> jsonEncoded(a.get(0)));
      case "textdecodebase64" ->
          FunctionSpec.named(name)
              .parameter("source", Type.STRING)
              .parameter("encoding", Type.STRING)
              .returns(Type.STRING)
              .body((a, type) -> Value.of(TextEncodings.decode(a.text(0), a.text(1))));
      case "textencodebase64" ->
          FunctionSpec.named(name)
              .parameter("string", Type.STRING)
              .parameter("encoding", Type.STRING)
              .returns(Type.STRING)
              .body((a, type) -> Value.of(TextEncodings.encode(a.text(0), a.text(1))));
      case "urldecode" -> rewrite(name, EncodingFunctions::urlDecode);
      case "urlencode" -> rewrite(name, EncodingFunctions::urlEncode);
      case "yamldecode" -> reading(name, "src", YamlReader::read);
      case "yamlencode" ->
          FunctionSpec.named(name)
              .parameter("value", Type.DYNAMIC, NULL, UNKNOWN, DYNAMIC)
              .returns(Type.STRING)
              .body(
                  (a, type) ->
                      Values.isWhollyKnown(a.get(0))
                          ? Value.of(YamlWriter.write(a.get(0)))
                          : Unknowns.notNull(Type.STRING));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static FunctionSpec rewrite(String name, Rewrite rewrite) {
    return FunctionSpec.named(name)
        .parameter("str", Type.STRING)
        .returns(Type.STRING)
        .body((a, type) -> Value.of(rewrite.of(a.text(0))));
  }

  private static FunctionSpec reading(String name, String parameter, Reading reading) {
    return FunctionSpec.named(name)
        .parameter(parameter, Type.STRING)
        .nullable()
        .returns(Type.DYNAMIC)
        .body((a, type) -> reading.of(a.text(0)));
  }

  private static Value jsonEncoded(Value value) throws FunctionFailure {
    if (Values.isWhollyKnown(value)) {
      return Value.of(JsonText.of(value));
    }
    return Unknowns.isNeverNull(value)
        ? Unknowns.stringFrom(firstCharacter(value.type()))
        : Unknowns.notNull(Type.STRING);
  }

  /** The first character of a non-null value's JSON, by its type. */
  private static String firstCharacter(Type type) {
    return switch (type) {
      case Type.MapType ignored -> "{";
      case Type.ObjectType ignored -> "{";
      case Type.ListType ignored -> "[";
      case Type.SetType ignored -> "[";
      case Type.TupleType ignored -> "[";
      case Type.Primitive primitive ->
          switch (primitive) {
            case STRING -> "\"";
            case NUMBER, BOOL -> "";
          };
      case Type.Dynamic ignored -> "";
    };
  }

  private static String urlEncode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '-'
          || c == '_'
          || c == '.'
          || c == '~') {
        out.append(c);
      } else if (c == ' ') {
        out.append('+');
      } else {
        out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
      }
    }
    return out.toString();
  }

  private static String urlDecode(String text) throws FunctionFailure {
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream(source.length);
    for (int i = 0; i < source.length; i++) {
      if (source[i] == '+') {
        out.write(' ');
      } else if (source[i] != '%') {
        out.write(source[i]);
      } else {
        int high = i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
        int low = i + 2 < source.length ? Character.digit(source[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw new FunctionFailure(
              "failed to decode URL '" + text + "': invalid escape at byte " + i);
        }
        out.write(high << 4 | low);
        i += 2;
      }
    }
    return Utf8.decode(
        out.toByteArray(), "the result of decoding the given text is not valid UTF-8");
  }
}
