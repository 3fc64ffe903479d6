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
  static List<Data> of(Arguments arguments, BuildIdentity build) {
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
    return List.of(new Data.Fields(known), value(arguments));
  }

  /** The arguments alone. */
  static Data value(Arguments arguments) {
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
