package dev.ingot.cli.view;

import dev.ingot.cli.view.Difference.Action;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Prints what stands between the braces of a resource: attributes, then blocks. Rules: the recorded
 * output of Terraform 1.11.
 */
final class BodyText {
  private final DifferenceText text;
  private final boolean hideUnchanged;

  /**
   * @param hideUnchanged whether only what changes is shown
   */
  BodyText(DifferenceText text, boolean hideUnchanged) {
    this.text = text;
    this.hideUnchanged = hideUnchanged;
  }

  /**
   * The lines of a body.
   *
   * @param before the object before, or null
   * @param after the object after, or null
   * @param replacePaths what makes another object necessary, relative to the object
   * @param indent the column of names
   */
  String lines(Schema schema, Value before, Value after, List<ValuePath> replacePaths, int indent) {
    SortedMap<String, Difference> attributes =
        NestedDifferences.ofBlock(schema.attributes(), before, after);
    StringBuilder out = new StringBuilder();
    int width = 0;
    for (String name : attributes.keySet()) {
      width = Math.max(width, ValueText.width(ValueText.key(name, false)));
    }
    int hidden = 0;
    for (Map.Entry<String, Difference> entry : attributes.entrySet()) {
      String name = entry.getKey();
      Difference difference = entry.getValue();
      if (hideUnchanged
          && difference.action() == Action.NONE
          && !DifferenceText.IMPORTANT.contains(name)) {
        hidden++;
        continue;
      }
      String key = ValueText.key(name, false);
      String shown = text.of(name).text(difference, indent, true);
      out.append(text.notice(difference, indent))
          .append(" ".repeat(indent - 2))
          .append(text.symbol(difference.action()))
          .append(key)
          .append(" ".repeat(width - ValueText.width(key)))
          .append(" = ")
          .append(
              forces(schema, name, difference, replacePaths)
                  ? withReplacement(difference, shown)
                  : shown)
          .append('\n');
    }
    if (hidden > 0) {
      out.append(" ".repeat(indent))
          .append(text.faint(DifferenceText.hiddenText(hidden, "attribute")))
          .append('\n');
    }
    blocks(schema, before, after, replacePaths, indent, out, attributes.isEmpty() ? "" : "\n");
    return out.toString();
  }

  private static Optional<Value> part(Value object, String name) {
    return Parts.named(object).flatMap(parts -> Optional.ofNullable(parts.get(name)));
  }

  private static boolean forces(
      Schema schema, String name, Difference difference, List<ValuePath> replacePaths) {
    if (difference.action() == Action.NONE || replacePaths.isEmpty()) {
      return false;
    }
    Attribute attribute = schema.attributes().get(name);
    boolean dynamic = attribute != null && attribute.type().equals(Type.DYNAMIC);
    return (!dynamic
            || difference instanceof Difference.Unknown
            || difference instanceof Difference.Sensitive)
        && replacePaths.stream()
            .anyMatch(
                path ->
                    !path.isRoot()
                        && path.steps().getFirst() instanceof ValuePath.Attribute(String first)
                        && first.equals(name));
  }

  /** It is said on the first line, but behind a document, and behind what isn't known yet. */
  private String withReplacement(Difference difference, String shown) {
    String note = replacementNote();
    int line =
        switch (difference) {
          case Difference.Unknown _ -> -1;
          case Difference.Json _ -> shown.lastIndexOf('\n');
          case Difference.Leaf _,
              Difference.Sensitive _,
              Difference.Named _,
              Difference.WriteOnly _,
              Difference.Nested _,
              Difference.Row _,
              Difference.Replaced _ ->
              shown.indexOf('\n');
        };
    return line < 0 ? shown + note : shown.substring(0, line) + note + shown.substring(line);
  }

  private void blocks(
      Schema schema,
      Value before,
      Value after,
      List<ValuePath> replacePaths,
      int indent,
      StringBuilder out,
      String gap) {
    int[] hidden = {0};
    schema
        .blocks()
        .forEach(
            (type, block) -> {
              // One gap before all blocks of a type.
              String space = gap;
              if (part(after, type).filter(value -> !value.isKnown()).isPresent()) {
                Action action = part(before, type).isPresent() ? Action.UPDATE : Action.CREATE;
                out.append(gap)
                    .append(" ".repeat(indent - 2))
                    .append(text.symbol(action))
                    .append(type)
                    .append(" (known after apply)\n");
                return;
              }
              for (Pair pair : pairs(block, part(before, type), part(after, type))) {
                Action action = pair.action();
                if (action == Action.NONE && hideUnchanged) {
                  hidden[0]++;
                  continue;
                }
                String inside =
                    lines(
                        block.schema(),
                        pair.before(),
                        pair.after(),
                        below(type, replacePaths),
                        indent + 4);
                out.append(space)
                    .append(" ".repeat(indent - 2))
                    .append(text.symbol(action))
                    .append(type)
                    .append(pair.label().map(label -> " " + ValueText.quoted(label)).orElse(""))
                    .append(inside.isEmpty() ? " {}" : " {")
                    .append(blockForces(type, replacePaths) ? replacementNote() : "")
                    .append('\n');
                if (!inside.isEmpty()) {
                  out.append(inside).append(" ".repeat(indent)).append("}\n");
                }
                space = "";
              }
            });
    if (hidden[0] > 0) {
      out.append('\n')
          .append(" ".repeat(indent))
          .append(text.faint(DifferenceText.hiddenText(hidden[0], "block")))
          .append('\n');
    }
  }

  private String replacementNote() {
    return " " + text.alert("# forces replacement");
  }

  private static boolean blockForces(String type, List<ValuePath> paths) {
    return paths.stream().anyMatch(path -> path.equals(ValuePath.ROOT.attribute(type)));
  }

  /** Paths into the blocks of a type; which of several blocks is meant isn't told apart. */
  private static List<ValuePath> below(String type, List<ValuePath> paths) {
    List<ValuePath> below = new ArrayList<>();
    for (ValuePath path : paths) {
      List<ValuePath.Step> steps = path.steps();
      if (steps.size() > 1
          && steps.getFirst() instanceof ValuePath.Attribute(String name)
          && name.equals(type)) {
        int from = steps.get(1) instanceof ValuePath.Index ? 2 : 1;
        if (from < steps.size()) {
          below.add(ValuePath.of(steps.subList(from, steps.size())));
        }
      }
    }
    return below;
  }

  private record Pair(Optional<String> label, Value before, Value after) {
    Action action() {
      return before.isNull()
          ? Action.CREATE
          : after.isNull() ? Action.DELETE : before.equals(after) ? Action.NONE : Action.UPDATE;
    }
  }

  private static List<Pair> pairs(
      NestedBlock block, Optional<Value> before, Optional<Value> after) {
    Value nothing = Value.nullOf(block.schema().impliedType());
    return switch (block.nesting()) {
      case SINGLE, GROUP -> {
        Value old = before.orElse(nothing);
        Value next = after.orElse(nothing);
        yield old.isNull() && next.isNull()
            ? List.of()
            : List.of(new Pair(Optional.empty(), old, next));
      }
      case LIST -> byPlace(elements(before), elements(after), nothing);
      case SET -> members(elements(before), elements(after), nothing);
      case MAP -> byKey(named(before), named(after), nothing);
    };
  }

  private static List<Value> elements(Optional<Value> value) {
    return value.flatMap(Parts::row).orElse(List.of());
  }

  private static SortedMap<String, Value> named(Optional<Value> value) {
    return value.flatMap(Parts::named).orElseGet(TreeMap::new);
  }

  private static List<Pair> byPlace(List<Value> before, List<Value> after, Value nothing) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      pairs.add(
          new Pair(
              Optional.empty(),
              i < before.size() ? before.get(i) : nothing,
              i < after.size() ? after.get(i) : nothing));
    }
    return pairs;
  }

  private static List<Pair> members(List<Value> before, List<Value> after, Value nothing) {
    List<Pair> pairs = new ArrayList<>();
    Set<Value> stays = new HashSet<>(after);
    Set<Value> known = new HashSet<>(before);
    for (Value old : before) {
      pairs.add(new Pair(Optional.empty(), old, stays.contains(old) ? old : nothing));
    }
    for (Value next : after) {
      if (!known.contains(next)) {
        pairs.add(new Pair(Optional.empty(), nothing, next));
      }
    }
    return pairs;
  }

  private static List<Pair> byKey(
      SortedMap<String, Value> before, SortedMap<String, Value> after, Value nothing) {
    Set<String> keys = new TreeSet<>(Value.KEY_ORDER);
    keys.addAll(before.keySet());
    keys.addAll(after.keySet());
    return keys.stream()
        .map(
            key ->
                new Pair(
                    Optional.of(key),
                    before.getOrDefault(key, nothing),
                    after.getOrDefault(key, nothing)))
        .toList();
  }
}
