package dev.ingot.bake.gotext;

import dev.ingot.bake.gotext.GoText.Unresolved;
import dev.ingot.bake.gotext.Node.Operand;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Values of pipelines, and the functions every Go template has. Rules: the public documentation of
 * Go's text/template.
 */
final class GoFunctions {
  /** A variable that is printed twice into itself doubles with each action. */
  private static final int MOST_CHARACTERS = 16 * 1024 * 1024;

  private final GoText.Functions functions;

  GoFunctions(GoText.Functions functions) {
    this.functions = functions;
  }

  /** The value of a pipeline. */
  Value evaluate(Node.Pipeline pipeline, Variables variables) throws Unresolved {
    Optional<Value> piped = Optional.empty();
    for (List<Operand> command : pipeline.commands()) {
      piped = Optional.of(command(command, piped, variables));
    }
    return piped.orElse(Values.NULL);
  }

  private Value command(List<Operand> words, Optional<Value> piped, Variables variables)
      throws Unresolved {
    if (!(words.getFirst() instanceof Operand.Function(String name))) {
      if (words.size() > 1 || piped.isPresent()) {
        throw new Unresolved("");
      }
      return operand(words.getFirst(), variables);
    }
    if (name.equals("and") || name.equals("or")) {
      return choice(name.equals("or"), words, piped, variables);
    }
    List<Value> arguments = new ArrayList<>();
    for (Operand word : words.subList(1, words.size())) {
      arguments.add(operand(word, variables));
    }
    piped.ifPresent(arguments::add);
    return call(name, arguments);
  }

  /** The first operand that decides, or the last. */
  private Value choice(boolean or, List<Operand> words, Optional<Value> piped, Variables variables)
      throws Unresolved {
    Value value = Values.NULL;
    for (Operand word : words.subList(1, words.size())) {
      value = operand(word, variables);
      if (truth(value) == or) {
        return value;
      }
    }
    return piped.orElse(value);
  }

  private Value operand(Operand operand, Variables variables) throws Unresolved {
    return switch (operand) {
      case Operand.Text(String text) -> Value.of(text);
      case Operand.Numeral(String text) -> number(text);
      case Operand.Constant(String word) ->
          switch (word) {
            case "true" -> Values.TRUE;
            case "false" -> Values.FALSE;
            default -> Values.NULL;
          };
      case Operand.Function(String name) -> call(name, List.of());
      case Operand.Fields(List<String> names) ->
          fields(variables.dot().orElseThrow(() -> new Unresolved("")), names);
      case Operand.Variable(String name, List<String> names) ->
          fields(variables.get(name).orElseThrow(() -> new Unresolved("")), names);
      case Operand.Nested(Node.Pipeline pipeline, List<String> names) ->
          fields(evaluate(pipeline, variables), names);
    };
  }

  private static Value number(String text) throws Unresolved {
    String plain = text.replace("_", "");
    try {
      if (plain.startsWith("0x") || plain.startsWith("0X")) {
        return Value.of(Long.parseLong(plain, 2, plain.length(), 16));
      }
    } catch (NumberFormatException e) {
      throw new Unresolved("");
    }
    return BigFloat.parse(plain).map(Values::number).orElseThrow(() -> new Unresolved(""));
  }

  private static Value fields(Value value, List<String> names) throws Unresolved {
    Value found = value;
    for (String name : names) {
      SortedMap<String, Value> entries =
          Values.entries(found.unmarked()).orElseThrow(() -> new Unresolved(""));
      Value next = entries.get(name);
      if (next == null) {
        throw new Unresolved("");
      }
      found = next;
    }
    return found;
  }

  private Value call(String name, List<Value> arguments) throws Unresolved {
    Optional<Value> result =
        switch (name) {
          case "not" -> one(arguments).map(value -> Value.of(!truth(value)));
          case "eq" -> equal(arguments);
          case "ne" ->
              arguments.size() == 2
                  ? equal(arguments).map(value -> Value.of(!Values.isTrue(value)))
                  : Optional.empty();
          case "lt" -> compared(arguments, order -> order < 0);
          case "le" -> compared(arguments, order -> order <= 0);
          case "gt" -> compared(arguments, order -> order > 0);
          case "ge" -> compared(arguments, order -> order >= 0);
          case "len" -> one(arguments).flatMap(GoFunctions::length);
          case "index" -> index(arguments);
          case "print" -> Optional.of(Value.of(printed(arguments, false)));
          case "println" -> Optional.of(Value.of(printed(arguments, true) + "\n"));
          case "printf" -> functions.call("format", arguments);
          case "urlquery" ->
              Optional.of(
                  Value.of(URLEncoder.encode(printed(arguments, false), StandardCharsets.UTF_8)));
          case "html" -> Optional.of(Value.of(html(printed(arguments, false))));
          default -> functions.call(name, arguments);
        };
    return result.orElseThrow(() -> new Unresolved(name));
  }

  private static Optional<Value> one(List<Value> arguments) {
    return arguments.size() == 1 ? Optional.of(arguments.getFirst()) : Optional.empty();
  }

  /** Whether the first is equal to one of the others. */
  private static Optional<Value> equal(List<Value> arguments) {
    if (arguments.size() < 2) {
      return Optional.empty();
    }
    Value first = arguments.getFirst().unmarked();
    return Optional.of(
        Value.of(
            arguments.subList(1, arguments.size()).stream()
                .anyMatch(other -> other.unmarked().equals(first))));
  }

  private interface Order {
    boolean holds(int order);
  }

  private static Optional<Value> compared(List<Value> arguments, Order order) {
    if (arguments.size() != 2) {
      return Optional.empty();
    }
    Value left = arguments.get(0).unmarked();
    Value right = arguments.get(1).unmarked();
    if (left instanceof Value.NumberValue(BigFloat a)
        && right instanceof Value.NumberValue(BigFloat b)) {
      return Optional.of(Value.of(order.holds(a.compareTo(b))));
    }
    return left instanceof Value.StringValue(String a)
            && right instanceof Value.StringValue(String b)
        ? Optional.of(Value.of(order.holds(Value.KEY_ORDER.compare(a, b))))
        : Optional.empty();
  }

  private static Optional<Value> length(Value value) {
    return value.unmarked() instanceof Value.StringValue(String text)
        ? Optional.of(Value.of(text.getBytes(StandardCharsets.UTF_8).length))
        : Values.length(value.unmarked());
  }

  private static Optional<Value> index(List<Value> arguments) {
    if (arguments.isEmpty()) {
      return Optional.empty();
    }
    Optional<Value> found = Optional.of(arguments.getFirst());
    for (Value key : arguments.subList(1, arguments.size())) {
      found = found.flatMap(value -> Values.index(value.unmarked(), key.unmarked()));
    }
    return found;
  }

  private static String printed(List<Value> arguments, boolean spaced) throws Unresolved {
    StringBuilder printed = new StringBuilder();
    for (int i = 0; i < arguments.size(); i++) {
      boolean texts = i > 0 && (isText(arguments.get(i - 1)) || isText(arguments.get(i)));
      if (i > 0 && (spaced || !texts)) {
        printed.append(' ');
      }
      printed.append(GoText.text(arguments.get(i)));
      if (printed.length() > MOST_CHARACTERS) {
        throw new Unresolved("");
      }
    }
    return printed.toString();
  }

  private static boolean isText(Value value) {
    return value.unmarked() instanceof Value.StringValue;
  }

  private static String html(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&#34;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(text.charAt(i));
      }
    }
    return escaped.toString();
  }

  /** Whether a value is neither false, zero, empty nor missing. */
  static boolean truth(Value value) {
    return switch (value.unmarked()) {
      case Value.BoolValue(boolean truth) -> truth;
      case Value.NumberValue(BigFloat number) -> !number.isZero();
      case Value.StringValue(String text) -> !text.isEmpty();
      case Value.NullValue _ -> false;
      case Value.UnknownValue _, Value.MarkedValue _ -> true;
      case Value.ListValue list -> !list.elements().isEmpty();
      case Value.SetValue set -> !set.elements().isEmpty();
      case Value.TupleValue tuple -> !tuple.elements().isEmpty();
      case Value.MapValue map -> !map.entries().isEmpty();
      case Value.ObjectValue object -> !object.attributes().isEmpty();
    };
  }
}
