package dev.ingot.state.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Texts of elements in the XML that stores answer with. It knows no entities but the five and
 * numbers, and no declarations, so that nothing an answer holds can grow.
 */
public final class XmlAnswer {
  private final String text;

  /** Of an answer. */
  public XmlAnswer(String text) {
    this.text = text;
  }

  /** The text of the first element of a name. */
  public Optional<String> first(String element) {
    List<String> all = all(element, 1);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
  }

  /** The texts of all elements of a name. */
  public List<String> all(String element) {
    return all(element, Integer.MAX_VALUE);
  }

  private List<String> all(String element, int most) {
    List<String> found = new ArrayList<>();
    String start = "<" + element + ">";
    String end = "</" + element + ">";
    int from = text.indexOf(start);
    while (from >= 0 && found.size() < most) {
      int to = text.indexOf(end, from);
      if (to < 0) {
        break;
      }
      found.add(plain(text.substring(from + start.length(), to)));
      from = text.indexOf(start, to);
    }
    return found;
  }

  private static String plain(String escaped) {
    if (escaped.indexOf('&') < 0) {
      return escaped;
    }
    StringBuilder plain = new StringBuilder();
    int i = 0;
    while (i < escaped.length()) {
      int semicolon = escaped.charAt(i) == '&' ? escaped.indexOf(';', i) : -1;
      if (semicolon < 0) {
        plain.append(escaped.charAt(i));
        i++;
        continue;
      }
      String name = escaped.substring(i + 1, semicolon);
      plain.append(
          switch (name) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> number(name).orElse("&" + name + ";");
          });
      i = semicolon + 1;
    }
    return plain.toString();
  }

  private static Optional<String> number(String name) {
    boolean hexadecimal = name.startsWith("#x");
    if (!name.startsWith("#") || name.length() > 9) {
      return Optional.empty();
    }
    try {
      int point = Integer.parseInt(name.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
      return Character.isValidCodePoint(point)
          ? Optional.of(Character.toString(point))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
