package dev.ingot.lang.function.strings;

import dev.ingot.lang.eval.Graphemes;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.eval.Unknowns;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.function.FunctionSpec.Allow;
import dev.ingot.lang.function.Limits;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;

/** The functions of text. */
public final class StringFunctions {
  private static final Type STRINGS = new Type.ListType(Type.STRING);

  private StringFunctions() {}

  /** A function of one text. */
  private interface Rewrite {
    String of(String text) throws FunctionFailure;
  }

  /** A predicate of two texts. */
  private interface Test {
    boolean of(String text, String part);
  }

  /** The function of a name. */
  public static Scope.Function named(String name) {
    return switch (name) {
      case "chomp" -> rewrite(name, StringFunctions::chomp);
      case "endswith" -> test(name, "suffix", String::endsWith);
      case "format" -> FormatFunctions.format();
      case "formatlist" -> FormatFunctions.formatList();
      case "indent" ->
          FunctionSpec.named(name)
              .parameter("spaces", Type.NUMBER)
              .parameter("str", Type.STRING)
              .returns(Type.STRING)
              .body((a, type) -> Value.of(indent(a.whole(0), a.text(1))));
      case "join" ->
          FunctionSpec.named(name)
              .parameter("separator", Type.STRING)
              .variadic("lists", STRINGS)
              .returns(Type.STRING)
              .body((a, type) -> join(a));
      case "lower" -> rewrite(name, text -> mapped(text, Character::toLowerCase));
      case "regex" -> RegexFunctions.regex();
      case "regexall" -> RegexFunctions.regexAll();
      case "regex_replace" ->
          FunctionSpec.named(name)
              .parameter("str", Type.STRING)
              .parameter("pattern", Type.STRING)
              .parameter("replace", Type.STRING)
              .returns(Type.STRING)
              .body(
                  (a, type) ->
                      Value.of(RegexFunctions.replaceAll(a.text(0), a.text(1), a.text(2))));
      case "replace" ->
          FunctionSpec.named(name)
              .parameter("str", Type.STRING)
              .parameter("substr", Type.STRING)
              .parameter("replace", Type.STRING)
              .returns(Type.STRING)
              .body((a, type) -> Value.of(replace(a.text(0), a.text(1), a.text(2))));
      case "split" ->
          FunctionSpec.named(name)
              .parameter("separator", Type.STRING)
              .parameter("str", Type.STRING)
              .returns(STRINGS)
              .body((a, type) -> strings(split(a.text(0), a.text(1))));
      case "startswith" ->
          FunctionSpec.named(name)
              .parameter("str", Type.STRING, Allow.UNKNOWN)
              .parameter("prefix", Type.STRING)
              .returns(Type.BOOL)
              .body((a, type) -> startsWith(a.get(0), a.text(1)));
      case "strcontains" -> test(name, "substr", String::contains);
      case "strrev" -> rewrite(name, text -> String.join("", Graphemes.of(text).reversed()));
      case "substr" ->
          FunctionSpec.named(name)
              .parameter("str", Type.STRING)
              .parameter("offset", Type.NUMBER)
              .parameter("length", Type.NUMBER)
              .returns(Type.STRING)
              .body((a, type) -> Value.of(substr(a.text(0), a.whole(1), a.whole(2))));
      case "title" -> rewrite(name, StringFunctions::title);
      case "trim" ->
          FunctionSpec.named(name)
              .parameter("str", Type.STRING)
              .parameter("cutset", Type.STRING)
              .returns(Type.STRING)
              .body((a, type) -> Value.of(trim(a.text(0), a.text(1))));
      case "trimprefix" ->
          FunctionSpec.named(name)
              .parameter("str", Type.STRING)
              .parameter("prefix", Type.STRING)
              .returns(Type.STRING)
              .body(
                  (a, type) ->
                      a.text(0).startsWith(a.text(1))
                          ? Value.of(a.text(0).substring(a.text(1).length()))
                          : a.get(0));
      case "trimspace" -> rewrite(name, StringFunctions::trimSpace);
      case "trimsuffix" ->
          FunctionSpec.named(name)
              .parameter("str", Type.STRING)
              .parameter("suffix", Type.STRING)
              .returns(Type.STRING)
              .body(
                  (a, type) ->
                      a.text(0).endsWith(a.text(1))
                          ? Value.of(
                              a.text(0).substring(0, a.text(0).length() - a.text(1).length()))
                          : a.get(0));
      case "upper" -> rewrite(name, text -> mapped(text, Character::toUpperCase));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static FunctionSpec rewrite(String name, Rewrite rewrite) {
    return FunctionSpec.named(name)
        .parameter("str", Type.STRING)
        .returns(Type.STRING)
        .body((a, type) -> Value.of(rewrite.of(a.text(0))));
  }

  private static FunctionSpec test(String name, String part, Test test) {
    return FunctionSpec.named(name)
        .parameter("str", Type.STRING)
        .parameter(part, Type.STRING)
        .returns(Type.BOOL)
        .body((a, type) -> Value.of(test.of(a.text(0), a.text(1))));
  }

  private static Value strings(List<String> texts) {
    List<Value> values = new ArrayList<>(texts.size());
    for (String text : texts) {
      values.add(Value.of(text));
    }
    return new Value.ListValue(Type.STRING, values);
  }

  private static Value startsWith(Value value, String prefix) {
    if (value instanceof Value.StringValue(String text)) {
      return Value.of(text.startsWith(prefix));
    }
    if (value instanceof Value.UnknownValue unknown) {
      String known = unknown.refinement().prefix();
      if (known.startsWith(prefix)) {
        return Values.TRUE;
      }
      if (!prefix.startsWith(known)) {
        return Values.FALSE;
      }
    }
    return Unknowns.notNull(Type.BOOL);
  }

  private static String chomp(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }

  private static String indent(long spaces, String text) throws FunctionFailure {
    if (spaces < 0) {
      throw new FunctionFailure("the number of spaces must not be negative");
    }
    long lines = text.chars().filter(c -> c == '\n').count();
    if (lines == 0) {
      return text;
    }
    Limits.requireText(text.length() + lines * Math.min(spaces, Limits.TEXT + 1L));
    return text.replace("\n", "\n" + " ".repeat((int) spaces));
  }

  private static Value join(Arguments arguments) throws FunctionFailure {
    if (arguments.size() < 2) {
      throw new FunctionFailure("at least one list is required");
    }
    List<Value> lists = arguments.from(1);
    StringBuilder joined = new StringBuilder();
    boolean first = true;
    for (int i = 0; i < lists.size(); i++) {
      int position = 0;
      for (Value element : Arguments.elements(lists.get(i))) {
        if (element.isNull()) {
          throw new FunctionFailure(
              i + 1,
              "element "
                  + position
                  + (lists.size() > 1 ? " of list " + (i + 1) : "")
                  + " is null; cannot concatenate null values");
        }
        if (!element.isKnown()) {
          return Unknowns.notNull(Type.STRING);
        }
        if (!first) {
          joined.append(arguments.text(0));
        }
        joined.append(Arguments.text(element));
        Limits.requireText(joined.length());
        first = false;
        position++;
      }
    }
    return Value.of(joined.toString());
  }

  private static String mapped(String text, java.util.function.IntUnaryOperator mapping) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      out.appendCodePoint(mapping.applyAsInt(codePoint));
      i += Character.charCount(codePoint);
    }
    return out.toString();
  }

  private static String title(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean inWord = false;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      out.appendCodePoint(inWord ? codePoint : Character.toTitleCase(codePoint));
      inWord = !separates(codePoint);
      i += Character.charCount(codePoint);
    }
    return out.toString();
  }

  private static boolean separates(int codePoint) {
    if (codePoint == '_' || Character.isLetter(codePoint) || isDigit(codePoint)) {
      return false;
    }
    return codePoint < 0x80 || isSpace(codePoint);
  }

  private static boolean isDigit(int codePoint) {
    return Character.getType(codePoint) == Character.DECIMAL_DIGIT_NUMBER;
  }

  /** Unicode's white space, which is more than {@link Character#isWhitespace}'s. */
  static boolean isSpace(int codePoint) {
    return (codePoint >= 9 && codePoint <= 13)
        || codePoint == 0x85
        || Character.isSpaceChar(codePoint);
  }

  private static String trimSpace(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (end > start && isSpace(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  private static String trim(String text, String cutset) {
    int start = 0;
    int end = text.length();
    while (start < end && cutset.indexOf(text.codePointAt(start)) >= 0) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (end > start && cutset.indexOf(text.codePointBefore(end)) >= 0) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  private static String replace(String text, String part, String replacement)
      throws FunctionFailure {
    if (part.length() > 1 && part.startsWith("/") && part.endsWith("/")) {
      return RegexFunctions.replaceAll(text, part.substring(1, part.length() - 1), replacement);
    }
    if (part.isEmpty()) {
      StringBuilder out = new StringBuilder(replacement);
      for (int i = 0; i < text.length(); ) {
        int codePoint = text.codePointAt(i);
        out.appendCodePoint(codePoint).append(replacement);
        Limits.requireText(out.length());
        i += Character.charCount(codePoint);
      }
      return out.toString();
    }
    long growth = Math.max(0, replacement.length() - part.length());
    Limits.requireText(text.length() + growth * (text.length() / part.length()));
    return text.replace(part, replacement);
  }

  private static List<String> split(String separator, String text) {
    List<String> parts = new ArrayList<>();
    if (separator.isEmpty()) {
      text.codePoints().forEach(codePoint -> parts.add(Character.toString(codePoint)));
      return parts;
    }
    int start = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
      parts.add(text.substring(start, at));
      start = at + separator.length();
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String substr(String text, long offset, long length) {
    if (length == 0) {
      return "";
    }
    List<String> clusters = Graphemes.of(text);
    long from = Math.max(0, offset < 0 ? offset + clusters.size() : offset);
    if (from >= clusters.size()) {
      return "";
    }
    long to =
        length < 0
            ? clusters.size()
            : Math.min(clusters.size(), from + Math.min(length, clusters.size()));
    return String.join("", clusters.subList((int) from, (int) to));
  }
}
