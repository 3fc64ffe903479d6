package dev.ingot.bake.gotext;

import dev.ingot.bake.gotext.Node.Action;
import dev.ingot.bake.gotext.Node.Block;
import dev.ingot.bake.gotext.Node.Kind;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fills texts with Go templates in them, as Packer's components take them: {@code {{ build_name
 * }}}, {@code {{ isotime "2006" | upper }}}, {@code {{ if eq build_type "qemu" }}...{{ end }}}.
 * Actions that call no function known here, or ask for data that isn't there, are left as they are,
 * a control structure as a whole: they are meant for someone else. Rules: the public documentation
 * of Go's text/template.
 */
public final class GoText {
  private static final int MOST_STEPS = 1_000_000;
  private static final int MOST_CHARACTERS = 64 * 1024 * 1024;

  private final GoFunctions functions;
  private final Optional<Value> data;
  private final Set<String> unknown = new LinkedHashSet<>();
  private int steps;

  /** What templates can call, besides the functions of Go's templates. */
  @FunctionalInterface
  public interface Functions {
    /** The result; empty where there is no such function, or not for these arguments. */
    Optional<Value> call(String name, List<Value> arguments);
  }

  /** Texts that ask for no data. */
  public GoText(Functions functions) {
    this(functions, Optional.empty());
  }

  /**
   * @param data what the dot stands for
   */
  public GoText(Functions functions, Optional<Value> data) {
    this.functions = new GoFunctions(functions);
    this.data = data;
  }

  /** Names of functions that were called and aren't known, or not for the arguments given. */
  public List<String> unknown() {
    return List.copyOf(unknown);
  }

  /** The text with its actions replaced. */
  public String render(String text) {
    Optional<List<Node>> nodes = Reader.read(text);
    if (nodes.isEmpty()) {
      return text;
    }
    Output output = new Output(new StringBuilder());
    try {
      walk(nodes.get(), new Variables(data), output, true);
    } catch (Unresolved e) {
      return text;
    }
    return output.text.toString();
  }

  /** An action that isn't for this engine. */
  static final class Unresolved extends Exception {
    private static final long serialVersionUID = 1L;

    private final String function;

    /**
     * @param function the name of a function that isn't known; empty where data is missing
     */
    Unresolved(String function) {
      super(function, null, false, false);
      this.function = function;
    }
  }

  /** The text so far, with what trimming may take away of it. */
  private static final class Output {
    final StringBuilder text;
    private int floor;
    private boolean trims;

    Output(StringBuilder text) {
      this.text = text;
    }

    void text(String more) {
      text.append(trims ? more.stripLeading() : more);
      trims &= more.isBlank();
    }

    void value(String more) {
      text.append(more);
      floor = text.length();
      trims = false;
    }

    void trimBefore() {
      int end = text.length();
      while (end > floor && Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
      text.setLength(end);
    }

    void trimAfter() {
      floor = text.length();
      trims = true;
    }
  }

  private enum Way {
    ON,
    CONTINUE,
    BREAK
  }

  /**
   * @param alone whether each action stands for itself; in a structure one that can't be resolved
   *     leaves the whole structure as it is
   */
  private Way walk(List<Node> nodes, Variables variables, Output output, boolean alone)
      throws Unresolved {
    for (Node node : nodes) {
      if (++steps > MOST_STEPS || output.text.length() > MOST_CHARACTERS) {
        throw new Unresolved("");
      }
      switch (node) {
        case Node.Text(String text) -> output.text(text);
        case Action action -> {
          Way way = action(action, variables, output, alone);
          if (way != Way.ON) {
            return way;
          }
        }
      }
    }
    return Way.ON;
  }

  private Way action(Action action, Variables variables, Output output, boolean alone)
      throws Unresolved {
    Output own = new Output(new StringBuilder());
    Way way;
    try {
      way = statement(action.statement(), variables, own);
    } catch (Unresolved e) {
      if (!e.function.isEmpty()) {
        unknown.add(e.function);
      }
      if (!alone) {
        throw new Unresolved("");
      }
      // The white space around it stays, too, for whom it is meant.
      output.value(action.source());
      return Way.ON;
    }
    if (action.trimsBefore()) {
      output.trimBefore();
    }
    if (!own.text.isEmpty()) {
      output.value(own.text.toString());
    }
    if (action.trimsAfter()) {
      output.trimAfter();
    }
    return way;
  }

  private Way statement(Node.Statement statement, Variables variables, Output output)
      throws Unresolved {
    switch (statement) {
      case Node.Comment _ -> {
        return Way.ON;
      }
      case Node.Foreign _ -> throw new Unresolved("");
      case Node.Jump(boolean out) -> {
        return out ? Way.BREAK : Way.CONTINUE;
      }
      case Node.Output(Optional<String> name, boolean declares, Node.Pipeline pipeline) -> {
        Value value = functions.evaluate(pipeline, variables);
        if (name.isEmpty()) {
          output.value(text(value));
        } else {
          variables.set(name.get(), value, declares);
        }
        return Way.ON;
      }
      case Block block -> {
        return block(block, variables, output);
      }
    }
  }

  private Way block(Block block, Variables variables, Output output) throws Unresolved {
    Value value = functions.evaluate(block.pipeline(), variables);
    if (block.kind() == Kind.RANGE) {
      return range(block, value, variables, output);
    }
    Variables inner = variables.inner();
    block.variables().forEach(name -> inner.set(name, value, true));
    if (!GoFunctions.truth(value)) {
      return walk(block.otherwise(), inner, output, false);
    }
    return walk(block.then(), block.kind() == Kind.WITH ? inner.with(value) : inner, output, false);
  }

  private Way range(Block block, Value value, Variables variables, Output output)
      throws Unresolved {
    List<Map.Entry<Value, Value>> elements = elements(value);
    if (elements.isEmpty()) {
      return walk(block.otherwise(), variables.inner(), output, false);
    }
    for (Map.Entry<Value, Value> element : elements) {
      Variables inner = variables.inner().with(element.getValue());
      if (block.variables().size() == 1) {
        inner.set(block.variables().getFirst(), element.getValue(), true);
      } else if (block.variables().size() == 2) {
        inner.set(block.variables().getFirst(), element.getKey(), true);
        inner.set(block.variables().getLast(), element.getValue(), true);
      }
      if (walk(block.then(), inner, output, false) == Way.BREAK) {
        break;
      }
    }
    return Way.ON;
  }

  private static List<Map.Entry<Value, Value>> elements(Value value) throws Unresolved {
    List<Map.Entry<Value, Value>> elements = new ArrayList<>();
    switch (value.unmarked()) {
      case Value.MapValue map ->
          map.entries().forEach((key, each) -> elements.add(Map.entry(Value.of(key), each)));
      case Value.ObjectValue object ->
          object.attributes().forEach((key, each) -> elements.add(Map.entry(Value.of(key), each)));
      case Value.NullValue _ -> {
        return elements;
      }
      default -> {
        List<Value> all = Values.elements(value).orElseThrow(() -> new Unresolved(""));
        for (int i = 0; i < all.size(); i++) {
          elements.add(Map.entry(Value.of(i), all.get(i)));
        }
      }
    }
    return elements;
  }

  /** A value as templates print it. */
  public static String text(Value value) {
    return switch (value.unmarked()) {
      case Value.StringValue(String text) -> text;
      case Value.NumberValue(var number) -> number.toString();
      case Value.BoolValue(boolean truth) -> Boolean.toString(truth);
      case Value.NullValue _, Value.UnknownValue _, Value.MarkedValue _ -> "<no value>";
      case Value.ListValue list -> texts(list.elements());
      case Value.SetValue set -> texts(set.elements());
      case Value.TupleValue tuple -> texts(tuple.elements());
      case Value.MapValue map -> texts(map.entries());
      case Value.ObjectValue object -> texts(object.attributes());
    };
  }

  private static String texts(List<Value> elements) {
    return "[" + String.join(" ", elements.stream().map(GoText::text).toList()) + "]";
  }

  private static String texts(Map<String, Value> entries) {
    return "map["
        + String.join(
            " ",
            entries.entrySet().stream()
                .map(each -> each.getKey() + ":" + text(each.getValue()))
                .toList())
        + "]";
  }
}
