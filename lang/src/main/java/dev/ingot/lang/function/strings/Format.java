package dev.ingot.lang.function.strings;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.Limits;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;

/** A parsed format string: literal text and verbs. Rules: the recorded behaviour of Terraform. */
final class Format {
  sealed interface Part {}

  record Text(String text) implements Part {}

  /**
   * A conversion.
   *
   * @param raw as written
   * @param offset its position in the format, in bytes
   * @param argument the number of its argument, from 1
   * @param width the minimum width, -1 for none
   * @param precision -1 for none
   */
  record Verb(
      String raw,
      int offset,
      int argument,
      int mode,
      boolean sharp,
      boolean plus,
      boolean minus,
      boolean space,
      boolean zero,
      int width,
      int precision)
      implements Part {}

  private final List<Part> parts = new ArrayList<>();
  private final String source;
  private int index;
  private int nextArgument = 1;
  private int highest;

  private Format(String source) {
    this.source = source;
  }

  static Format parse(String source) throws FunctionFailure {
    Format format = new Format(source);
    format.read();
    return format;
  }

  private void read() throws FunctionFailure {
    StringBuilder literal = new StringBuilder();
    while (index < source.length()) {
      int percent = source.indexOf('%', index);
      literal.append(source, index, percent < 0 ? source.length() : percent);
      if (percent < 0) {
        break;
      }
      if (source.startsWith("%%", percent)) {
        literal.append('%');
        index = percent + 2;
        continue;
      }
      if (!literal.isEmpty()) {
        parts.add(new Text(literal.toString()));
        literal.setLength(0);
      }
      verb(percent);
    }
    if (!literal.isEmpty()) {
      parts.add(new Text(literal.toString()));
    }
  }

  private void verb(int start) throws FunctionFailure {
    index = start + 1;
    boolean sharp = false;
    boolean plus = false;
    boolean minus = false;
    boolean space = false;
    boolean zero = false;
    boolean flags = true;
    while (flags && index < source.length()) {
      switch (source.charAt(index)) {
        case '#' -> sharp = true;
        case '+' -> plus = true;
        case '-' -> minus = true;
        case ' ' -> space = true;
        case '0' -> zero = true;
        default -> flags = false;
      }
      index += flags ? 1 : 0;
    }
    int width = number();
    int precision = -1;
    if (peek() == '.') {
      index++;
      precision = Math.max(0, number());
    }
    int argument = nextArgument;
    if (peek() == '[') {
      index++;
      if (peek() == '0') {
        throw unrecognized();
      }
      argument = number();
      if (argument < 0 || peek() != ']') {
        throw unrecognized();
      }
      index++;
    }
    int mode = index < source.length() ? source.codePointAt(index) : -1;
    if (mode < 0) {
      throw new FunctionFailure(
          "unterminated format verb " + Quoting.quoted(source.substring(start)) + " at the end");
    }
    if (!isLetter(mode)) {
      throw unrecognized();
    }
    index += Character.charCount(mode);
    nextArgument = argument + 1;
    highest = Math.max(highest, argument);
    parts.add(
        new Verb(
            source.substring(start, index),
            bytes(start),
            argument,
            mode,
            sharp,
            plus,
            minus,
            space,
            zero,
            width,
            precision));
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private int peek() {
    return index < source.length() ? source.charAt(index) : -1;
  }

  private int number() throws FunctionFailure {
    int start = index;
    int number = 0;
    while (peek() >= '0' && peek() <= '9') {
      number = number * 10 + peek() - '0';
      if (number > Limits.WIDTH) {
        throw new FunctionFailure(
            "widths, precisions and argument numbers of a format are limited to " + Limits.WIDTH);
      }
      index++;
    }
    return index == start ? -1 : number;
  }

  private FunctionFailure unrecognized() {
    if (index >= source.length()) {
      return new FunctionFailure("unexpected end of the format string");
    }
    return new FunctionFailure(
        "unrecognized format character '"
            + Character.toString(source.codePointAt(index))
            + "' at offset "
            + bytes(index));
  }

  private int bytes(int end) {
    return source.substring(0, end).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }

  /** The text before the first verb. */
  String literalPrefix() {
    return !parts.isEmpty() && parts.getFirst() instanceof Text(String text) ? text : "";
  }

  /** The text with the arguments formatted. */
  String apply(List<Value> arguments) throws FunctionFailure {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Text(String text) -> out.append(text);
        case Verb verb -> {
          if (verb.argument() > arguments.size()) {
            throw new FunctionFailure(
                "not enough arguments for "
                    + Quoting.quoted(verb.raw())
                    + " at "
                    + verb.offset()
                    + ": need index "
                    + verb.argument()
                    + " but have "
                    + arguments.size()
                    + " total");
          }
          out.append(FormatVerbs.apply(verb, arguments.get(verb.argument() - 1)));
        }
      }
      Limits.requireText(out.length());
    }
    if (highest < arguments.size()) {
      throw new FunctionFailure(
          highest + 1,
          highest == 0
              ? "too many arguments; no verbs in format string"
              : "too many arguments; only " + highest + " used by format string");
    }
    return out.toString();
  }
}
