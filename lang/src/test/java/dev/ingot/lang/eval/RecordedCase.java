package dev.ingot.lang.eval;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * An expression with what Terraform 1.11.4 made of it.
 *
 * @param texts the fields that are strings: {@code expr}, {@code console}, {@code type}, {@code
 *     error}, {@code error_detail}, {@code dir}, {@code via}
 * @param json the value as JSON, if it can be written as such
 * @param anyValue the value is another one each time
 * @param home the home folder of the case
 */
record RecordedCase(
    String id,
    Map<String, String> texts,
    Optional<Value> json,
    boolean anyValue,
    Optional<String> home) {

  String expression() {
    return texts.getOrDefault("expr", "");
  }

  Optional<String> text(String field) {
    return Optional.ofNullable(texts.get(field));
  }

  static List<RecordedCase> ofGroup(String group) {
    try (InputStream resource =
            RecordedCase.class.getResourceAsStream("/expressions/" + group + ".jsonl.gz");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
      return lines.lines().map(RecordedCase::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The case of one line. */
  static RecordedCase read(String line) {
    Map<String, String> texts = new HashMap<>();
    Optional<Value> json = Optional.empty();
    Optional<String> home = Optional.empty();
    boolean hasJson = false;
    boolean anyValue = false;
    try (JsonParser parser = ValueJson.factory().createParser(ObjectReadContext.empty(), line)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (name.equals("json")) {
          json = Optional.of(ValueJson.read(parser));
        } else if (name.equals("json_ok")) {
          hasJson = token == JsonToken.VALUE_TRUE;
        } else if (name.equals("skip_value")) {
          anyValue = token == JsonToken.VALUE_TRUE;
        } else if (name.equals("env")) {
          home =
              dev.ingot.lang.value.Values.attribute(ValueJson.read(parser), "HOME")
                  .flatMap(dev.ingot.lang.value.Values::text);
        } else if (token == JsonToken.VALUE_STRING) {
          texts.put(name, parser.getString());
        }
      }
    }
    return new RecordedCase(
        texts.getOrDefault("id", ""), texts, hasJson ? json : Optional.empty(), anyValue, home);
  }
}
