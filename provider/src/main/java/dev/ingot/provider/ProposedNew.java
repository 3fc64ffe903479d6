package dev.ingot.provider;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The object that would result if a provider changed nothing: configured values, and the prior
 * values of computed attributes that are not configured. Rules: the resource instance change
 * lifecycle of the plugin protocols.
 */
public final class ProposedNew {
  private ProposedNew() {}

  /**
   * Merges an object and its configuration.
   *
   * @param prior the object before; null when it is created, computed attributes are null then
   * @param config the configuration, unmarked; null when the object is destroyed
   */
  public static Value of(Schema schema, Value prior, Value config) {
    if (config.isNull() || !config.isKnown()) {
      return config;
    }
    Value before = prior.isNull() || !prior.isKnown() ? schema.emptyValue() : prior;
    TreeMap<String, Value> merged = new TreeMap<>(Value.KEY_ORDER);
    schema
        .attributes()
        .forEach(
            (name, attribute) ->
                merged.put(name, attribute(attribute, part(before, name), part(config, name))));
    schema
        .blocks()
        .forEach(
            (name, block) ->
                merged.put(name, block(block, part(before, name), part(config, name))));
    return new Value.ObjectValue(merged);
  }

  /**
   * The object before it was ever read or planned: the configuration, with unknown for computed
   * attributes that are not configured.
   */
  public static Value withUnknownComputed(Schema schema, Value config) {
    if (config.isNull() || !config.isKnown()) {
      return config;
    }
    TreeMap<String, Value> filled = new TreeMap<>(Value.KEY_ORDER);
    schema
        .attributes()
        .forEach(
            (name, attribute) -> {
              Value given = part(config, name);
              boolean open = attribute.computed() && given.isNull();
              filled.put(name, open ? Value.unknown(attribute.type()) : given);
            });
    schema
        .blocks()
        .forEach(
            (name, block) ->
                filled.put(
                    name,
                    eachObject(
                        part(config, name),
                        block.nesting(),
                        object -> withUnknownComputed(block.schema(), object))));
    return new Value.ObjectValue(filled);
  }

  private static Value part(Value object, String name) {
    return Values.attribute(object, name).orElse(Value.nullOf(Type.DYNAMIC));
  }

  private static Value attribute(Attribute attribute, Value prior, Value config) {
    if (attribute.computed() && config.isNull()) {
      boolean wasConfigured =
          attribute.optional()
              && attribute.nested().isPresent()
              && holdsConfigured(attribute.nested().get(), prior);
      return wasConfigured ? config : prior;
    }
    if (attribute.nested().isEmpty() || config.isNull() || !config.isKnown()) {
      return config;
    }
    Attribute.Nested nested = attribute.nested().get();
    return collection(
        nested.nesting(),
        prior,
        config,
        (before, after) -> nestedObject(nested.attributes(), before, after),
        (before, after) -> mayBecome(nested.attributes(), before, after));
  }

  /** An attribute computed as a whole can't contain parts that only a configuration provides. */
  private static boolean holdsConfigured(Attribute.Nested nested, Value prior) {
    if (prior.isNull() || !prior.isKnown()) {
      return false;
    }
    boolean[] found = {false};
    eachObject(
        prior,
        nested.nesting(),
        object -> {
          nested
              .attributes()
              .forEach(
                  (name, attribute) ->
                      found[0] |= !attribute.computed() && !part(object, name).isNull());
          return object;
        });
    return found[0];
  }

  private static Value nestedObject(
      SortedMap<String, Attribute> attributes, Value prior, Value config) {
    if (config.isNull() || !config.isKnown()) {
      return config;
    }
    TreeMap<String, Value> merged = new TreeMap<>(Value.KEY_ORDER);
    attributes.forEach(
        (name, attribute) -> {
          Value before =
              prior.isNull() || !prior.isKnown()
                  ? Value.nullOf(attribute.type())
                  : part(prior, name);
          merged.put(name, attribute(attribute, before, part(config, name)));
        });
    return new Value.ObjectValue(merged);
  }

  private static Value block(NestedBlock block, Value prior, Value config) {
    return collection(
        block.nesting(),
        prior,
        config,
        (before, after) -> of(block.schema(), before, after),
        (before, after) -> blockMayBecome(block.schema(), before, after));
  }

  @FunctionalInterface
  private interface Merge {
    Value apply(Value prior, Value config);
  }

  @FunctionalInterface
  private interface Match {
    boolean test(Value prior, Value config);
  }

  private static Value collection(
      Nesting nesting, Value prior, Value config, Merge merge, Match match) {
    if (config.isNull() || !config.isKnown()) {
      return config;
    }
    Value none = Value.nullOf(Type.DYNAMIC);
    return switch (nesting) {
      case SINGLE, GROUP -> merge.apply(prior, config);
      case LIST -> {
        List<Value> before = Values.elements(prior).orElse(List.of());
        List<Value> merged = new ArrayList<>();
        for (Value element : Values.elements(config).orElse(List.of())) {
          int index = merged.size();
          merged.add(merge.apply(index < before.size() ? before.get(index) : none, element));
        }
        yield rebuilt(config, merged);
      }
      case MAP -> {
        Map<String, Value> before = Values.entries(prior).orElse(new TreeMap<>());
        TreeMap<String, Value> merged = new TreeMap<>(Value.KEY_ORDER);
        Values.entries(config)
            .orElse(new TreeMap<>())
            .forEach(
                (key, element) ->
                    merged.put(key, merge.apply(before.getOrDefault(key, none), element)));
        yield rebuilt(config, merged);
      }
      case SET -> {
        List<Value> before = Values.elements(prior).orElse(List.of());
        Set<Integer> used = new HashSet<>();
        List<Value> merged = new ArrayList<>();
        for (Value element : Values.elements(config).orElse(List.of())) {
          Optional<Integer> matching = firstMatch(before, used, element, match);
          matching.ifPresent(used::add);
          merged.add(merge.apply(matching.map(before::get).orElse(none), element));
        }
        yield rebuilt(config, merged);
      }
    };
  }

  private static Optional<Integer> firstMatch(
      List<Value> before, Set<Integer> used, Value element, Match match) {
    for (int i = 0; i < before.size(); i++) {
      if (!used.contains(i) && match.test(before.get(i), element)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private static boolean mayBecome(
      SortedMap<String, Attribute> attributes, Value prior, Value config) {
    if (prior.isNull() || config.isNull() || !prior.isKnown() || !config.isKnown()) {
      return false;
    }
    return attributes.entrySet().stream()
        .allMatch(
            entry -> {
              Value given = part(config, entry.getKey());
              return (entry.getValue().computed() && given.isNull())
                  || given.equals(part(prior, entry.getKey()));
            });
  }

  private static boolean blockMayBecome(Schema schema, Value prior, Value config) {
    return mayBecome(schema.attributes(), prior, config)
        && schema.blocks().keySet().stream()
            .allMatch(
                name -> {
                  NestedBlock block = schema.blocks().get(name);
                  Value before = part(prior, name);
                  Value after = part(config, name);
                  return block(java.util.Objects.requireNonNull(block), before, after)
                      .equals(before);
                });
  }

  private static Value rebuilt(Value like, List<Value> elements) {
    return switch (like.unmarked()) {
      case Value.ListValue(Type element, var _) -> new Value.ListValue(element, elements);
      case Value.SetValue(Type element, var _) -> Values.set(element, elements);
      case Value.TupleValue _ -> new Value.TupleValue(elements);
      case Value other -> other;
    };
  }

  private static Value rebuilt(Value like, SortedMap<String, Value> entries) {
    return switch (like.unmarked()) {
      case Value.MapValue(Type element, var _) -> new Value.MapValue(element, entries);
      case Value.ObjectValue _ -> new Value.ObjectValue(entries);
      case Value other -> other;
    };
  }

  @FunctionalInterface
  private interface Change {
    Value apply(Value object);
  }

  private static Value eachObject(Value value, Nesting nesting, Change change) {
    if (value.isNull() || !value.isKnown()) {
      return value;
    }
    return switch (nesting) {
      case SINGLE, GROUP -> change.apply(value);
      case LIST, SET ->
          rebuilt(
              value, Values.elements(value).orElse(List.of()).stream().map(change::apply).toList());
      case MAP -> {
        TreeMap<String, Value> changed = new TreeMap<>(Value.KEY_ORDER);
        Values.entries(value)
            .orElse(new TreeMap<>())
            .forEach((key, object) -> changed.put(key, change.apply(object)));
        yield rebuilt(value, changed);
      }
    };
  }
}
