package dev.ingot.bake.template;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.template.legacy.TextLists;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Evaluates the body of a component block. */
public final class ArgumentsReader {
  private ArgumentsReader() {}

  /**
   * The arguments of a body; null or unknown in place of errors.
   *
   * @param given the body
   * @param block the head of the block
   */
  public static Arguments read(
      Schema schema, Body given, SourceRange block, Scope scope, Diagnostics diagnostics) {
    Body body = TextLists.in(given, schema);
    Map<String, SourceRange> places = new LinkedHashMap<>();
    // Errors are the decoder's to report.
    body.partialContent(names(schema), new Diagnostics())
        .content()
        .attributes()
        .forEach((name, attribute) -> places.put(name, attribute.expression().range()));
    SortedMap<String, Value> values = new TreeMap<>(Value.KEY_ORDER);
    if (schema.decode(body, scope, diagnostics).unmarked()
        instanceof Value.ObjectValue(SortedMap<String, Value> attributes)) {
      values.putAll(attributes);
    }
    return new Arguments(values, places, block);
  }

  /** The arguments of a source together with those a build adds. */
  public static Arguments read(
      Schema schema,
      Body body,
      Optional<Body> additions,
      SourceRange block,
      Scope scope,
      Diagnostics diagnostics) {
    Body whole =
        additions.isPresent()
            ? new ExtendedBody(TextLists.in(body, schema), TextLists.in(additions.get(), schema))
            : body;
    return read(schema, whole, block, scope, diagnostics);
  }

  /** The sensitive values that the arguments of a body derive from others. */
  public static List<Value> secrets(Schema schema, Body body, Scope scope) {
    List<Value> secrets = new ArrayList<>();
    body.partialContent(names(schema), new Diagnostics())
        .content()
        .attributes()
        .values()
        .forEach(attribute -> secrets.addAll(DerivedSecrets.of(attribute.expression(), scope)));
    return secrets;
  }

  private static Body.BodySchema names(Schema schema) {
    return new Body.BodySchema(
        schema.attributes().keySet().stream()
            .map(name -> new Body.AttributeSchema(name, false))
            .toList(),
        List.of());
  }

  /** The arguments with some of them replaced by the attributes of an object. */
  public static Arguments override(
      Schema schema,
      Arguments arguments,
      SortedMap<String, Value> replacements,
      SourceRange place,
      Diagnostics diagnostics) {
    SortedMap<String, Value> values = new TreeMap<>(Value.KEY_ORDER);
    values.putAll(arguments.values());
    Map<String, SourceRange> places = new LinkedHashMap<>(arguments.places());
    replacements.forEach(
        (name, value) -> {
          var attribute = schema.attributes().get(name);
          if (attribute == null) {
            diagnostics.error(
                "Unknown argument",
                "There is no argument \""
                    + name
                    + "\" to override."
                    + Suggestion.hint(name, schema.attributes().keySet()),
                place);
          } else {
            values.put(
                name, TypeConstraints.convert(value, attribute.constraint(), place, diagnostics));
            places.put(name, place);
          }
        });
    return new Arguments(values, places, arguments.block());
  }
}
