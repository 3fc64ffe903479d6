package dev.ingot.lang.function.encoding;

import dev.ingot.lang.eval.Converted;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.Limits;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads one YAML document to a value of the type it implies. */
public final class YamlReader {
  /** The limit for the values of a document with its aliases expanded. */
  private static final int MOST_VALUES = 1 << 20;

  private record Anchored(Value value, int size) {}

  private final Iterator<Event> events;
  private final Map<String, Optional<Anchored>> anchors = new HashMap<>();
  private int count;

  private YamlReader(Iterator<Event> events) {
    this.events = events;
  }

  /**
   * The value of a document.
   *
   * @throws FunctionFailure if it is malformed, or more than one
   */
  public static Value read(String text) throws FunctionFailure {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(Limits.TEXT).setLabel("yamldecode").build();
    try {
      return new YamlReader(
              new org.snakeyaml.engine.v2.api.lowlevel.Parse(settings).parseString(text).iterator())
          .document();
    } catch (MarkedYamlEngineException e) {
      throw new FunctionFailure(
          e.getProblemMark()
                  .map(
                      mark ->
                          "on line "
                              + (mark.getLine() + 1)
                              + ", column "
                              + (mark.getColumn() + 1)
                              + ": ")
                  .orElse("")
              + e.getProblem());
    } catch (YamlEngineException e) {
      throw new FunctionFailure(String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }

  private Value document() throws FunctionFailure {
    events.next();
    Event event = events.next();
    if (!(event instanceof DocumentStartEvent start)) {
      throw new FunctionFailure("on line 1, column 1: missing start of document");
    }
    Optional<SpecVersion> version = start.getSpecVersion();
    if (version.isPresent() && (version.get().getMajor() != 1 || version.get().getMinor() != 1)) {
      throw new FunctionFailure("found incompatible YAML document");
    }
    Value value = node(events.next(), 0);
    events.next();
    if (events.next() instanceof DocumentStartEvent) {
      throw new FunctionFailure("unexpected extra content after value");
    }
    return value;
  }

  private Value node(Event event, int depth) throws FunctionFailure {
    if (depth > Limits.DEPTH) {
      throw new FunctionFailure("the text is nested more than " + Limits.DEPTH + " levels deep");
    }
    count(1);
    if (event instanceof AliasEvent alias) {
      return alias(alias.getAlias().getValue());
    }
    Optional<String> anchor =
        event instanceof NodeEvent node
            ? node.getAnchor().map(name -> name.getValue())
            : Optional.empty();
    anchor.ifPresent(name -> anchors.put(name, Optional.empty()));
    int before = count;
    Value value;
    if (event instanceof ScalarEvent scalar) {
      value =
          YamlScalars.value(
              scalar.getValue(),
              scalar.getTag().orElse(""),
              scalar.getScalarStyle() == ScalarStyle.PLAIN);
    } else if (event instanceof SequenceStartEvent sequence) {
      requireTag(sequence.getTag().orElse(""), "seq");
      value = sequence(depth);
    } else if (event instanceof MappingStartEvent mapping) {
      requireTag(mapping.getTag().orElse(""), "map");
      value = mapping(depth);
    } else {
      throw new FunctionFailure("unexpected " + event);
    }
    if (anchor.isPresent()) {
      anchors.put(anchor.get(), Optional.of(new Anchored(value, 1 + count - before)));
    }
    return value;
  }

  private void count(int more) throws FunctionFailure {
    count += more;
    if (count > MOST_VALUES) {
      throw new FunctionFailure("the document has more than " + MOST_VALUES + " values, the limit");
    }
  }

  private Value alias(String name) throws FunctionFailure {
    Optional<Anchored> anchored = anchors.get(name);
    if (anchored == null) {
      throw new FunctionFailure("reference to undefined anchor " + Quoting.quoted(name));
    }
    if (anchored.isEmpty()) {
      throw new FunctionFailure(
          "cannot refer to anchor " + Quoting.quoted(name) + " from inside its own definition");
    }
    count(anchored.get().size());
    return anchored.get().value();
  }

  private static void requireTag(String tag, String kind) throws FunctionFailure {
    if (!tag.isEmpty() && !tag.equals("!") && !tag.equals("tag:yaml.org,2002:" + kind)) {
      throw YamlScalars.unsupported(tag);
    }
  }

  private Value sequence(int depth) throws FunctionFailure {
    List<Value> elements = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      elements.add(node(event, depth + 1));
      event = events.next();
    }
    return new Value.TupleValue(elements);
  }

  private Value mapping(int depth) throws FunctionFailure {
    TreeMap<String, Value> attributes = new TreeMap<>(Value.KEY_ORDER);
    TreeMap<String, Value> merged = new TreeMap<>(Value.KEY_ORDER);
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      boolean merge =
          event instanceof ScalarEvent scalar
              && scalar.getScalarStyle() == ScalarStyle.PLAIN
              && scalar.getValue().equals("<<");
      Value key = node(event, depth + 1);
      Value value = node(events.next(), depth + 1);
      if (merge) {
        merge(merged, value);
      } else {
        attributes.put(key(key), value);
      }
      event = events.next();
    }
    merged.forEach(attributes::putIfAbsent);
    return new Value.ObjectValue(attributes);
  }

  private static String key(Value key) throws FunctionFailure {
    if (!key.isNull()
        && Converted.to(key, Type.STRING).value() instanceof Value.StringValue(String name)) {
      return name;
    }
    throw new FunctionFailure("only strings are allowed as mapping keys");
  }

  private static void merge(Map<String, Value> merged, Value value) throws FunctionFailure {
    switch (value) {
      case Value.ObjectValue object -> object.attributes().forEach(merged::putIfAbsent);
      case Value.TupleValue tuple -> {
        for (Value each : tuple.elements()) {
          if (!(each instanceof Value.ObjectValue object)) {
            throw unmergeable();
          }
          object.attributes().forEach(merged::putIfAbsent);
        }
      }
      case Value.StringValue ignored -> throw unmergeable();
      case Value.NumberValue ignored -> throw unmergeable();
      case Value.BoolValue ignored -> throw unmergeable();
      case Value.ListValue ignored -> throw unmergeable();
      case Value.SetValue ignored -> throw unmergeable();
      case Value.MapValue ignored -> throw unmergeable();
      case Value.NullValue ignored -> throw unmergeable();
      case Value.UnknownValue ignored -> throw unmergeable();
      case Value.MarkedValue ignored -> throw unmergeable();
    }
  }

  private static FunctionFailure unmergeable() {
    return new FunctionFailure("map merge requires map or sequence of maps as the value");
  }
}
