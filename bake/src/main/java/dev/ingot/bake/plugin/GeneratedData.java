package dev.ingot.bake.plugin;

import dev.ingot.bake.Source;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.plugin.netrpc.Data;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The values of a running machine ({@code build.Host}) as plugins pass them. */
final class GeneratedData {
  private static final Set<String> SECRET = Set.of("Password", "SSHPrivateKey", "WinRMPassword");

  private GeneratedData() {}

  /** What a builder tells. */
  static Map<String, Value> read(Data data) {
    Map<String, Value> values = new LinkedHashMap<>();
    if (data instanceof Data.Fields(Map<String, Data> fields)) {
      fields.forEach(
          (name, each) -> {
            switch (each) {
              case Data.Text(String text) -> put(values, name, Value.of(text));
              case Data.Whole(long number) -> put(values, name, Value.of(number));
              case Data.Truth(boolean truth) -> put(values, name, Value.of(truth));
              case Data.Binary _ -> put(values, name, Value.of(each.text().orElse("")));
              case Data.Nothing _, Data.Fraction _, Data.Items _, Data.Fields _ -> {}
            }
          });
    }
    return values;
  }

  private static void put(Map<String, Value> values, String name, Value value) {
    values.put(name, SECRET.contains(name) ? value.marked(Marks.SENSITIVE) : value);
  }

  /** What a provisioner is told; every common name is there, as provisioners expect. */
  static Data write(Map<String, Value> values) {
    Map<String, Data> fields = new LinkedHashMap<>();
    Source.COMMON_VALUES.forEach(name -> fields.put(name, Data.of("")));
    values.forEach(
        (name, value) -> {
          if (value.unmarked() instanceof Value.NumberValue number
              && number.number().asLong().isPresent()) {
            fields.put(name, Data.of(number.number().asLong().getAsLong()));
          } else {
            Values.text(value.unmarked()).ifPresent(text -> fields.put(name, Data.of(text)));
          }
        });
    return new Data.Fields(fields);
  }
}
