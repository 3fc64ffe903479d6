package dev.ingot.bake.plugin;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.template.Template;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.plugin.netrpc.Data;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The arguments of components as plugins take them. */
final class Configurations {
  private Configurations() {}

  /** Whether every argument has a value. */
  static boolean areKnown(Arguments arguments) {
    return arguments.values().values().stream().allMatch(Values::isWhollyKnown);
  }

  /**
   * The arguments of a block, and what is known of its build; nothing where an argument has no
   * value yet, so that no plugin may be called with it.
   */
  static List<Data> of(PluginProgram program, Arguments arguments, BuildIdentity build) {
    if (!areKnown(arguments)) {
      return List.of();
    }
    Map<String, Data> known = new LinkedHashMap<>();
    known.put("packer_build_name", Data.of(build.sourceName()));
    known.put("packer_builder_type", Data.of(build.sourceType()));
    known.put("packer_core_version", Data.of(Template.LANGUAGE_VERSION));
    known.put("packer_debug", Data.of(false));
    known.put("packer_force", Data.of(false));
    known.put("packer_on_error", Data.of("cleanup"));
    known.put("packer_template_path", Data.of(build.folder().toString()));
    return List.of(new Data.Fields(known), value(program, arguments));
  }

  /** As templates in JSON have them, for a component that doesn't tell its arguments. */
  private static Data plain(Arguments arguments) {
    Map<String, Data> fields = new LinkedHashMap<>();
    arguments.values().forEach((name, value) -> put(fields, name, value));
    return new Data.Fields(fields);
  }

  private static void put(Map<String, Data> fields, String name, Value value) {
    Data data = plain(value.unmarked());
    if (!(data instanceof Data.Nothing)) {
      fields.put(name, data);
    }
  }

  private static Data plain(Value value) {
    return switch (value) {
      case Value.StringValue(String text) -> Data.of(text);
      case Value.BoolValue(boolean truth) -> Data.of(truth);
      case Value.NumberValue number ->
          number.number().asLong().isPresent()
              ? Data.of(number.number().asLong().getAsLong())
              : new Data.Fraction(Double.parseDouble(number.number().toString()));
      case Value.ListValue(var type, List<Value> elements) -> items(elements);
      case Value.SetValue set -> items(List.copyOf(set.elements()));
      case Value.TupleValue(List<Value> elements) -> items(elements);
      case Value.MapValue(var type, SortedMap<String, Value> entries) -> fields(entries);
      case Value.ObjectValue(SortedMap<String, Value> attributes) -> fields(attributes);
      case Value.MarkedValue marked -> plain(marked.inner());
      case Value.NullValue _, Value.UnknownValue _ -> Data.nothing();
    };
  }

  /**
   * A single object stands for itself, as blocks do in JSON: where a list is wanted, components
   * make one of it.
   */
  private static Data items(List<Value> elements) {
    return elements.size() == 1 && elements.getFirst().unmarked() instanceof Value.ObjectValue
        ? plain(elements.getFirst().unmarked())
        : elements.isEmpty()
            ? Data.nothing()
            : new Data.Items(elements.stream().map(each -> plain(each.unmarked())).toList());
  }

  private static Data fields(SortedMap<String, Value> values) {
    Map<String, Data> fields = new LinkedHashMap<>();
    values.forEach((name, value) -> put(fields, name, value));
    return new Data.Fields(fields);
  }

  /** The arguments alone. */
  static Data value(PluginProgram program, Arguments arguments) {
    if (!program.description().specification()) {
      return plain(arguments);
    }
    Value value = Values.unmarkDeep(Values.object(arguments.values())).value();
    String json =
        "{\"value\":"
            + ValueJson.format(value, value.type())
            + ",\"type\":"
            + TypeJson.format(value.type())
            + "}";
    return new Data.Binary(json.getBytes(StandardCharsets.UTF_8));
  }
}
