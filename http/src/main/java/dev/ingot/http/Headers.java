package dev.ingot.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Header fields in order; names are compared ignoring case.
 *
 * @param fields all of them
 */
public record Headers(List<Field> fields) {
  /** One header field. */
  public record Field(String name, String value) {}

  /** No fields. */
  public static final Headers NONE = new Headers(List.of());

  public Headers {
    fields = List.copyOf(fields);
  }

  /** Whether a text can be the name of a field. */
  public static boolean isName(String text) {
    return HttpReader.isToken(text);
  }

  /** Whether a text can be the value of a field. */
  public static boolean isValue(String text) {
    return HttpReader.isFieldValue(text);
  }

  /** With one more field. */
  public Headers with(String name, String value) {
    List<Field> more = new ArrayList<>(fields.size() + 1);
    more.addAll(fields);
    more.add(new Field(name, value));
    return new Headers(more);
  }

  /** Without the fields of these names, given in lower case. */
  public Headers without(Set<String> lowerCaseNames) {
    List<Field> kept = new ArrayList<>(fields.size());
    for (Field field : fields) {
      if (!lowerCaseNames.contains(field.name().toLowerCase(Locale.ROOT))) {
        kept.add(field);
      }
    }
    return new Headers(kept);
  }

  /** The first value of a name. */
  public Optional<String> first(String name) {
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }

  /** All values of a name. */
  public List<String> all(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /** The members of a comma-separated list field, in lower case. */
  public List<String> tokens(String name) {
    List<String> tokens = new ArrayList<>();
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        for (String token : field.value().split(",", -1)) {
          String stripped = token.strip();
          if (!stripped.isEmpty()) {
            tokens.add(stripped.toLowerCase(Locale.ROOT));
          }
        }
      }
    }
    return tokens;
  }
}
