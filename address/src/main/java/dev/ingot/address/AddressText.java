package dev.ingot.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes the text of addresses. Rules: the resource addressing syntax of Terraform. */
final class AddressText {
  /** One name of an address with the key behind it. */
  record Step(String name, InstanceKey key, int offset) {}

  /** Deeper than any real nesting of modules; keeps hostile input from using memory. */
  private static final int MAX_STEPS = 1_000;

  private final String text;
  private int at;

  private AddressText(String text) {
    this.text = text;
  }

  /** The steps of an address in order. */
  static List<Step> steps(String text) {
    AddressText reader = new AddressText(text);
    List<Step> steps = new ArrayList<>();
    while (true) {
      int start = reader.at;
      String name = reader.name();
      steps.add(new Step(name, reader.key(), start));
      if (reader.at == text.length()) {
        return steps;
      }
      if (text.charAt(reader.at) != '.') {
        throw reader.problem("Expected a dot or the end of the address");
      }
      reader.at++;
      if (steps.size() > MAX_STEPS) {
        throw reader.problem("Too many steps in an address");
      }
    }
  }

  /** The key that a whole text is: {@code [0]} or {@code ["x"]}. */
  static InstanceKey key(String text) {
    AddressText reader = new AddressText(text);
    InstanceKey key = reader.key();
    if (reader.at < text.length()) {
      throw reader.problem("Expected the end of the address");
    }
    return key;
  }

  private AddressException problem(String what) {
    return new AddressException(
        what + " at character " + (at + 1) + " of \"" + shortened(text) + "\".", at);
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  private String name() {
    int start = at;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      boolean part =
          c == '_'
              || (c == '-' && at > start)
              || (at == start ? Character.isUnicodeIdentifierStart(c) : identifierPart(c));
      if (!part) {
        break;
      }
      at += Character.charCount(c);
    }
    if (at == start) {
      throw problem("Expected a name");
    }
    return text.substring(start, at);
  }

  private static boolean identifierPart(int c) {
    return Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  private InstanceKey key() {
    if (at >= text.length() || text.charAt(at) != '[') {
      return InstanceKey.none();
    }
    at++;
    InstanceKey key = at < text.length() && text.charAt(at) == '"' ? quotedKey() : numberKey();
    if (at >= text.length() || text.charAt(at) != ']') {
      throw problem("Expected a closing bracket");
    }
    at++;
    return key;
  }

  private InstanceKey numberKey() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start || at - start > 18) {
      throw problem("Expected an index: a whole number or a quoted text");
    }
    return InstanceKey.of(Long.parseLong(text.substring(start, at)));
  }

  private InstanceKey quotedKey() {
    at++;
    StringBuilder key = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return InstanceKey.of(key.toString());
      }
      if (c == '\\') {
        escape(key);
      } else {
        key.append(c);
        if ((c == '$' || c == '%') && text.startsWith(c + "{", at)) {
          // "$${" and "%%{" are how a template says "${" and "%{".
          at += 2;
          key.append('{');
        }
      }
    }
    throw problem("Expected a closing quote");
  }

  private void escape(StringBuilder key) {
    char c = at < text.length() ? text.charAt(at++) : 0;
    switch (c) {
      case 'n' -> key.append('\n');
      case 'r' -> key.append('\r');
      case 't' -> key.append('\t');
      case '"' -> key.append('"');
      case '\\' -> key.append('\\');
      case 'u' -> key.appendCodePoint(hexadecimal(4));
      case 'U' -> key.appendCodePoint(hexadecimal(8));
      default -> throw problem("Unknown escape sequence");
    }
  }

  private int hexadecimal(int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw problem("Expected " + digits + " hexadecimal digits");
      }
      value = (value << 4) | digit;
      at++;
    }
    if (!Character.isValidCodePoint(value)) {
      throw problem("No such character");
    }
    return value;
  }

  /** {@code ["x"]} with what a template would read differently escaped. */
  static String quoted(String key) {
    StringBuilder out = new StringBuilder(key.length() + 4).append("[\"");
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '$', '%' -> {
          out.append(c);
          if (i + 1 < key.length() && key.charAt(i + 1) == '{') {
            out.append(c);
          }
        }
        default -> out.append(c);
      }
    }
    return out.append("\"]").toString();
  }

  /** The modules an address begins with. */
  static ModuleAddress modules(List<Step> steps) {
    ModuleAddress module = ModuleAddress.ROOT;
    for (int i = 0; i + 1 < steps.size() && isModule(steps.get(i)); i += 2) {
      module = module.child(steps.get(i + 1).name(), steps.get(i + 1).key());
    }
    return module;
  }

  private static boolean isModule(Step step) {
    return step.name().equals("module") && step.key().equals(InstanceKey.none());
  }

  /** The instance an address names, if what follows its modules names one. */
  static Optional<InstanceAddress> instance(List<Step> steps, ModuleAddress module) {
    List<Step> rest = steps.subList(module.calls().size() * 2, steps.size());
    ResourceMode mode = ResourceMode.MANAGED;
    if (!rest.isEmpty() && rest.getFirst().key().equals(InstanceKey.none())) {
      mode =
          switch (rest.getFirst().name()) {
            case "data" -> ResourceMode.DATA;
            case "ephemeral" -> ResourceMode.EPHEMERAL;
            default -> ResourceMode.MANAGED;
          };
    }
    boolean prefixed =
        rest.size() == 3
            && rest.getFirst().name().equals("resource")
            && rest.getFirst().key().equals(InstanceKey.none());
    if (mode != ResourceMode.MANAGED || prefixed) {
      rest = rest.subList(1, rest.size());
    }
    if (rest.size() != 2 || !rest.getFirst().key().equals(InstanceKey.none())) {
      return Optional.empty();
    }
    return Optional.of(
        new InstanceAddress(
            new ResourceAddress(module, mode, rest.getFirst().name(), rest.getLast().name()),
            rest.getLast().key()));
  }
}
