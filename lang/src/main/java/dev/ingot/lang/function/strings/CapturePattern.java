package dev.ingot.lang.function.strings;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * A regular expression in RE2's syntax and the names of its groups. Names are removed before the
 * pattern is compiled, since a name may occur more than once.
 *
 * @param groups the name of each group, empty for one without a name
 */
record CapturePattern(Pattern pattern, List<String> groups) {
  CapturePattern {
    groups = List.copyOf(groups);
  }

  /**
   * Compiles a pattern.
   *
   * @throws PatternSyntaxException if it is invalid
   */
  static CapturePattern compile(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    List<String> groups = new ArrayList<>();
    Repetition repetition = new Repetition(text);
    int index = 0;
    while (index < text.length()) {
      int start = index;
      char c = text.charAt(index);
      switch (c) {
        case '\\' -> {
          index = escape(text, index, plain);
          repetition.part(index - start);
        }
        case '[' -> {
          index = characterClass(text, index, plain);
          repetition.part(index - start);
        }
        case '(' -> {
          index = group(text, index, plain, groups);
          repetition.open();
        }
        case '{' -> {
          index = repetition.brace(index);
          plain.append(text, start, index);
        }
        default -> {
          plain.append(c);
          repetition.character(c);
          index++;
        }
      }
    }
    return new CapturePattern(Pattern.compile(plain.toString()), groups);
  }

  private static int escape(String text, int start, StringBuilder plain) {
    if (text.startsWith("\\Q", start)) {
      int end = text.indexOf("\\E", start + 2);
      int next = end < 0 ? text.length() : end + 2;
      plain.append(text, start, next);
      return next;
    }
    if (text.startsWith("\\C", start)) {
      throw new PatternSyntaxException("invalid escape sequence", "\\C");
    }
    int next = Math.min(start + 2, text.length());
    plain.append(text, start, next);
    return next;
  }

  private static int characterClass(String text, int start, StringBuilder plain) {
    int index = start + 1;
    if (text.startsWith("^", index)) {
      index++;
    }
    if (text.startsWith("]", index)) {
      index++;
    }
    while (index < text.length() && text.charAt(index) != ']') {
      if (text.charAt(index) == '\\') {
        index++;
      } else if (text.startsWith("[:", index)) {
        int end = text.indexOf(":]", index + 2);
        index = end < 0 ? index : end + 1;
      }
      index++;
    }
    int next = Math.min(index + 1, text.length());
    plain.append(text, start, next);
    return next;
  }

  private static int group(String text, int start, StringBuilder plain, List<String> groups) {
    if (!text.startsWith("(?", start)) {
      groups.add("");
      plain.append('(');
      return start + 1;
    }
    int nameStart =
        text.startsWith("(?P<", start) ? start + 4 : text.startsWith("(?<", start) ? start + 3 : -1;
    int nameEnd = nameStart < 0 ? -1 : text.indexOf('>', nameStart);
    if (nameEnd > nameStart && isName(text, nameStart, nameEnd)) {
      groups.add(text.substring(nameStart, nameEnd));
      plain.append('(');
      return nameEnd + 1;
    }
    if (nameStart >= 0) {
      throw new PatternSyntaxException(
          "invalid named capture",
          nameEnd < 0 ? text.substring(start) : text.substring(start, nameEnd + 1));
    }
    plain.append("(?");
    return start + 2;
  }

  private static boolean isName(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c != '_' && !(c < 0x80 && Character.isLetterOrDigit(c))) {
        return false;
      }
    }
    return true;
  }

  /** Whether some groups have names. */
  boolean hasNames() {
    return groups.stream().anyMatch(name -> !name.isEmpty());
  }

  /** Whether only some of the groups have names. */
  boolean isMixed() {
    return hasNames() && groups.contains("");
  }
}
