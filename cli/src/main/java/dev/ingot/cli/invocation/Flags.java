package dev.ingot.cli.invocation;

import dev.ingot.lang.WordWrap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The options of a command, in the form users of Terraform and Packer know: {@code -name=value},
 * {@code -name value}, {@code --name}; a switch is {@code -name} or {@code -name=false}. Options
 * may stand before and after the arguments; {@code --} ends them.
 */
public final class Flags {
  /** The form of an option. */
  public enum Form {
    SWITCH,
    TEXT,
    /** A whole number, not negative. */
    NUMBER,
    /** May be given more than once. */
    LIST
  }

  private record Flag(Form form, String placeholder, String help) {}

  private final Map<String, Flag> flags = new LinkedHashMap<>();
  private final Set<String> extensions = new HashSet<>();
  private final Map<String, String> refused = new LinkedHashMap<>();

  /** Adds a switch. */
  public Flags onOff(String name, String help) {
    flags.put(name, new Flag(Form.SWITCH, "", help));
    return this;
  }

  /** Adds an option with a value. */
  public Flags text(String name, String placeholder, String help) {
    flags.put(name, new Flag(Form.TEXT, placeholder, help));
    return this;
  }

  /** Adds an option whose value is a whole number, not negative. */
  public Flags number(String name, String help) {
    flags.put(name, new Flag(Form.NUMBER, "N", help));
    return this;
  }

  /** Adds an option that may be repeated. */
  public Flags list(String name, String placeholder, String help) {
    flags.put(name, new Flag(Form.LIST, placeholder, help));
    return this;
  }

  /** Says why an option that users may know from elsewhere is not accepted. */
  public Flags refusing(String name, String why) {
    refused.put(name, why);
    return this;
  }

  /** Adds all options of another set. */
  public Flags with(Flags others) {
    flags.putAll(others.flags);
    refused.putAll(others.refused);
    extensions.addAll(others.extensions);
    return this;
  }

  /** Adds all options of another set, as those that Terraform doesn't have. */
  public Flags withExtensions(Flags others) {
    extensions.addAll(others.flags.keySet());
    return with(others);
  }

  /** The options that Terraform has, too. */
  public Flags withoutExtensions() {
    Flags left = new Flags().with(this);
    left.flags.keySet().removeAll(extensions);
    return left;
  }

  /**
   * The options given.
   *
   * @param inOrder every option as given, in order, for those whose order matters
   */
  public record Given(
      Map<String, List<String>> values, List<Option> inOrder, List<String> arguments) {
    /** One option as given. */
    public record Option(String name, String value) {}

    /** Whether a switch is on; {@code otherwise} when it was not given. */
    public boolean on(String name, boolean otherwise) {
      return text(name).map(value -> value.equals("true")).orElse(otherwise);
    }

    /** Whether a switch is on. */
    public boolean on(String name) {
      return on(name, false);
    }

    /** The last value given. */
    public Optional<String> text(String name) {
      return Optional.ofNullable(values.get(name)).map(List::getLast);
    }

    /** The number given. */
    public OptionalLong number(String name) {
      return text(name).map(Long::parseLong).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** All values given, in order. */
    public List<String> list(String name) {
      return values.getOrDefault(name, List.of());
    }
  }

  /** Reads a command line. */
  public Given parse(List<String> words) throws UsageException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<Given.Option> inOrder = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        arguments.addAll(words.subList(i + 1, words.size()));
        break;
      }
      if (!word.startsWith("-") || word.equals("-")) {
        arguments.add(word);
        continue;
      }
      String body = word.startsWith("--") ? word.substring(2) : word.substring(1);
      int equals = body.indexOf('=');
      String name = equals < 0 ? body : body.substring(0, equals);
      Flag flag = flags.get(name);
      if (flag == null) {
        throw UsageException.ofFlags(
            refused.getOrDefault(name, "flag provided but not defined: -" + name));
      }
      String value;
      if (equals >= 0) {
        value = body.substring(equals + 1);
      } else if (flag.form() == Form.SWITCH) {
        value = "true";
      } else if (i + 1 < words.size()) {
        value = words.get(++i);
      } else {
        throw UsageException.ofFlags("flag needs an argument: -" + name);
      }
      if (flag.form() == Form.SWITCH) {
        value = truth(name, value);
      }
      if (flag.form() == Form.NUMBER) {
        checkNumber(name, value);
      }
      values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      inOrder.add(new Given.Option(name, value));
    }
    return new Given(values, inOrder, arguments);
  }

  private static String truth(String name, String value) throws UsageException {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> "true";
      case "0", "f", "F", "false", "FALSE", "False" -> "false";
      default ->
          throw UsageException.ofFlags(
              "invalid boolean value \"" + value + "\" for -" + name + ": parse error");
    };
  }

  private static void checkNumber(String name, String value) throws UsageException {
    long number;
    try {
      number = Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw UsageException.ofFlags(
          "invalid value \"" + value + "\" for flag -" + name + ": parse error");
    }
    if (number < 0) {
      throw new UsageException(
          "Invalid " + name + " value",
          "The " + name + " must be a positive value. Not " + value + ".");
    }
  }

  /** The options as they are typed; those that take a value end in an equals sign. */
  public List<String> spelled() {
    return flags.entrySet().stream()
        .map(each -> "-" + each.getKey() + (each.getValue().form() == Form.SWITCH ? "" : "="))
        .toList();
  }

  /**
   * The options as a help page lists them.
   *
   * @param columns the width of the page
   */
  public String help(int columns) {
    int width = flags.entrySet().stream().mapToInt(each -> head(each).length()).max().orElse(0) + 2;
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Flag> each : flags.entrySet()) {
      String head = head(each);
      text.append(head)
          .append(" ".repeat(width - head.length()))
          .append(WordWrap.between(width, columns, each.getValue().help()))
          .append('\n');
    }
    return text.toString();
  }

  private static String head(Map.Entry<String, Flag> each) {
    return "  -"
        + each.getKey()
        + (each.getValue().form() == Form.SWITCH ? "" : "=" + each.getValue().placeholder());
  }
}
