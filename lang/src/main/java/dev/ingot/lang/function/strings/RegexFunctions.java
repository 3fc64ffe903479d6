package dev.ingot.lang.function.strings;

import com.google.re2j.Matcher;
import com.google.re2j.PatternSyntaxException;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.function.Limits;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** The functions of regular expressions. */
final class RegexFunctions {
  private RegexFunctions() {}

  static FunctionSpec regex() {
    return FunctionSpec.named("regex")
        .parameter("pattern", Type.STRING)
        .parameter("string", Type.STRING)
        .returns(RegexFunctions::resultType)
        .body((a, type) -> first(a.text(0), a.text(1)));
  }

  static FunctionSpec regexAll() {
    return FunctionSpec.named("regexall")
        .parameter("pattern", Type.STRING)
        .parameter("string", Type.STRING)
        .returns(
            a -> {
              Type type = resultType(a);
              return type.equals(Type.DYNAMIC)
                  ? new Type.ListType(Type.DYNAMIC)
                  : new Type.ListType(type);
            })
        .body((a, type) -> all(a.text(0), a.text(1), type));
  }

  private static CapturePattern compile(String pattern) throws FunctionFailure {
    try {
      return CapturePattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new FunctionFailure(
          0, "invalid regexp pattern: " + e.getDescription() + " in " + e.getPattern());
    }
  }

  private static Type resultType(Arguments arguments) throws FunctionFailure {
    if (!arguments.get(0).isKnown()) {
      return Type.DYNAMIC;
    }
    CapturePattern pattern = compile(arguments.text(0));
    if (pattern.isMixed()) {
      throw new FunctionFailure(
          0, "invalid regexp pattern: cannot mix both named and unnamed capture groups");
    }
    if (pattern.groups().isEmpty()) {
      return Type.STRING;
    }
    if (!pattern.hasNames()) {
      return new Type.TupleType(Collections.nCopies(pattern.groups().size(), Type.STRING));
    }
    TreeMap<String, Type> attributes = new TreeMap<>(Value.KEY_ORDER);
    pattern.groups().forEach(name -> attributes.put(name, Type.STRING));
    return new Type.ObjectType(attributes);
  }

  private static Value first(String text, String string) throws FunctionFailure {
    CapturePattern pattern = compile(text);
    Matcher matcher = pattern.pattern().matcher(string);
    if (!matcher.find()) {
      throw new FunctionFailure("pattern did not match any part of the given string");
    }
    return captured(pattern, matcher);
  }

  private static Value all(String text, String string, Type type) throws FunctionFailure {
    CapturePattern pattern = compile(text);
    Matcher matcher = pattern.pattern().matcher(string);
    List<Value> matches = new ArrayList<>();
    int position = 0;
    int lastEnd = -1;
    while (position <= string.length() && matcher.find(position)) {
      // An empty match right after another match doesn't count.
      if (matcher.end() > matcher.start() || matcher.start() != lastEnd) {
        matches.add(captured(pattern, matcher));
        Limits.requireElements(matches.size());
      }
      lastEnd = matcher.end();
      position = next(string, matcher);
    }
    return new Value.ListValue(
        type instanceof Type.ListType(Type element) ? element : Type.DYNAMIC, matches);
  }

  private static int next(String string, Matcher matcher) {
    int end = matcher.end();
    if (end > matcher.start()) {
      return end;
    }
    return end < string.length() ? end + Character.charCount(string.codePointAt(end)) : end + 1;
  }

  private static Value captured(CapturePattern pattern, Matcher matcher) {
    if (pattern.groups().isEmpty()) {
      return Value.of(matcher.group());
    }
    if (!pattern.hasNames()) {
      List<Value> groups = new ArrayList<>(pattern.groups().size());
      for (int i = 1; i <= pattern.groups().size(); i++) {
        groups.add(group(matcher, i));
      }
      return new Value.TupleValue(groups);
    }
    TreeMap<String, Value> attributes = new TreeMap<>(Value.KEY_ORDER);
    for (int i = 1; i <= pattern.groups().size(); i++) {
      attributes.put(pattern.groups().get(i - 1), group(matcher, i));
    }
    return new Value.ObjectValue(attributes);
  }

  private static Value group(Matcher matcher, int index) {
    String text = matcher.group(index);
    return text == null ? Value.nullOf(Type.STRING) : Value.of(text);
  }

  /** Replaces every match; {@code $1} and {@code $name} in the replacement stand for groups. */
  static String replaceAll(String text, String patternText, String replacement)
      throws FunctionFailure {
    CapturePattern pattern;
    try {
      pattern = CapturePattern.compile(patternText);
    } catch (PatternSyntaxException e) {
      throw new FunctionFailure(
          "error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`");
    }
    Matcher matcher = pattern.pattern().matcher(text);
    StringBuilder out = new StringBuilder(text.length());
    int copied = 0;
    int position = 0;
    int lastEnd = -1;
    while (position <= text.length() && matcher.find(position)) {
      if (matcher.end() > matcher.start() || matcher.start() != lastEnd) {
        out.append(text, copied, matcher.start());
        expand(replacement, pattern, matcher, out);
        Limits.requireText(out.length());
        copied = matcher.end();
      }
      lastEnd = matcher.end();
      position = next(text, matcher);
    }
    return out.append(text, copied, text.length()).toString();
  }

  private static void expand(
      String replacement, CapturePattern pattern, Matcher matcher, StringBuilder out) {
    int index = 0;
    while (index < replacement.length()) {
      char c = replacement.charAt(index);
      if (c != '$') {
        out.append(c);
        index++;
      } else if (replacement.startsWith("$$", index)) {
        out.append('$');
        index += 2;
      } else {
        index = reference(replacement, index, pattern, matcher, out);
      }
    }
  }

  private static int reference(
      String replacement, int dollar, CapturePattern pattern, Matcher matcher, StringBuilder out) {
    boolean braced = replacement.startsWith("${", dollar);
    int start = dollar + (braced ? 2 : 1);
    int end = start;
    while (end < replacement.length() && isNamePart(replacement.codePointAt(end))) {
      end += Character.charCount(replacement.codePointAt(end));
    }
    if (end == start || (braced && !replacement.startsWith("}", end))) {
      out.append('$');
      return dollar + 1;
    }
    append(replacement.substring(start, end), pattern, matcher, out);
    return braced ? end + 1 : end;
  }

  private static boolean isNamePart(int codePoint) {
    return codePoint == '_' || Character.isLetter(codePoint) || Character.isDigit(codePoint);
  }

  private static void append(
      String name, CapturePattern pattern, Matcher matcher, StringBuilder out) {
    if (name.chars().allMatch(c -> c >= '0' && c <= '9') && name.length() < 9) {
      int number = Integer.parseInt(name);
      if (number <= pattern.groups().size()) {
        appendGroup(matcher, number, out);
      }
      return;
    }
    for (int i = 1; i <= pattern.groups().size(); i++) {
      if (pattern.groups().get(i - 1).equals(name) && matcher.group(i) != null) {
        appendGroup(matcher, i, out);
        return;
      }
    }
  }

  private static void appendGroup(Matcher matcher, int number, StringBuilder out) {
    String text = matcher.group(number);
    if (text != null) {
      out.append(text);
    }
  }
}
