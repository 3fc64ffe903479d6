package dev.ingot.state.encryption;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.StaticExpressions;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeNames;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a key provider or a method, evaluated when they are asked for. All of them are
 * taken as secrets: no problem quotes a value.
 */
final class Arguments {
  private final EncryptionBlock.Part part;
  private final Scope scope;
  private final Diagnostics diagnostics;
  private final Set<String> known = new HashSet<>();

  Arguments(EncryptionBlock.Part part, Scope scope, Diagnostics diagnostics) {
    this.part = part;
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  /** The address of what they are for. */
  String address() {
    return part.address();
  }

  /** Something is wrong with them. */
  void problem(String summary, String detail) {
    diagnostics.add(Diagnostic.error(summary, part.address() + ": " + detail, part.declaration()));
  }

  /** Arguments nobody asked for don't exist. */
  void refuseOthers() {
    part.attributes()
        .forEach(
            (name, attribute) -> {
              if (!known.contains(name)) {
                diagnostics.error(
                    "Unsupported argument",
                    "An argument named \"" + name + "\" is not expected here.",
                    attribute.nameRange());
              }
            });
    part.blocks()
        .keySet()
        .forEach(
            name -> {
              if (!known.contains(name)) {
                problem(
                    "Unsupported block type",
                    "Blocks of type \"" + name + "\" are not expected here.");
              }
            });
  }

  boolean has(String name) {
    known.add(name);
    return part.attributes().containsKey(name);
  }

  /** The value of an argument in a type; empty if it isn't given, or is null or wrong. */
  Optional<Value> value(String name, Type type) {
    known.add(name);
    return Optional.ofNullable(part.attributes().get(name))
        .flatMap(attribute -> value(attribute, type));
  }

  private Optional<Value> value(Attribute attribute, Type type) {
    Diagnostics own = new Diagnostics();
    Value value = Values.unmarkDeep(Evaluator.evaluate(attribute.expression(), scope, own)).value();
    boolean hidden = attribute.range().file().isHidden();
    for (Diagnostic each : own.list()) {
      // What the language says may quote what is written.
      diagnostics.add(hidden ? each.texts(each.summary(), "") : each);
    }
    if (own.hasErrors() || value.isNull()) {
      return Optional.empty();
    }
    Conversion.Result converted = Conversion.convert(value, type);
    if (converted.problem().isPresent() || !Values.isWhollyKnown(converted.value())) {
      problem(
          "Unsuitable value",
          attribute.name()
              + (converted.problem().isPresent()
                  ? " has to be " + TypeNames.friendly(type) + "."
                  : " has to be known before anything is planned."));
      return Optional.empty();
    }
    return Optional.of(converted.value()).filter(found -> !found.isNull());
  }

  Optional<String> text(String name) {
    return value(name, Type.STRING).flatMap(Values::text).filter(text -> !text.isEmpty());
  }

  /** A text without which it doesn't work; empty after a problem. */
  Optional<String> needed(String name) {
    int before = diagnostics.count();
    Optional<String> text = text(name);
    if (text.isEmpty() && diagnostics.count() == before) {
      problem("Missing required argument", "the argument " + name + " is required.");
    }
    return text;
  }

  Optional<Long> number(String name) {
    return value(name, Type.NUMBER)
        .flatMap(Values::numberOf)
        .map(number -> number.asLong().orElse(Long.MIN_VALUE));
  }

  /** A number within bounds. */
  int number(String name, int usual, int least, int most) {
    Optional<Long> number = number(name);
    if (number.isEmpty()) {
      return usual;
    }
    if (number.get() < least || number.get() > most) {
      problem(
          "Invalid value", name + " has to be a whole number from " + least + " to " + most + ".");
      return usual;
    }
    return number.get().intValue();
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    value(name, new Type.ListType(Type.STRING))
        .flatMap(Values::elements)
        .ifPresent(elements -> elements.forEach(each -> Values.text(each).ifPresent(texts::add)));
    return texts;
  }

  /** Bytes, given as a list of numbers. */
  Optional<byte[]> bytes(String name) {
    return value(name, new Type.ListType(Type.NUMBER)).flatMap(list -> bytes(name, list));
  }

  private Optional<byte[]> bytes(String name, Value list) {
    List<Value> elements = Values.elements(list).orElse(List.of());
    byte[] bytes = new byte[elements.size()];
    for (int i = 0; i < bytes.length; i++) {
      long number =
          Values.numberOf(elements.get(i)).map(each -> each.asLong().orElse(-1)).orElse(-1L);
      if (number < 0 || number > 255) {
        problem("Invalid value", name + " has to be a list of numbers from 0 to 255.");
        return Optional.empty();
      }
      bytes[i] = (byte) number;
    }
    return Optional.of(bytes);
  }

  /** The arguments of a block within. */
  Optional<Arguments> block(String name) {
    known.add(name);
    Map<String, Attribute> inner = part.blocks().get(name);
    return inner == null
        ? Optional.empty()
        : Optional.of(
            new Arguments(
                new EncryptionBlock.Part(
                    part.address() + "." + name, name, inner, Map.of(), part.declaration()),
                scope,
                diagnostics));
  }

  /** The address of the key provider that an argument refers to; empty after a problem. */
  Optional<String> keyProvider(String name) {
    known.add(name);
    Attribute attribute = part.attributes().get(name);
    Optional<String> found =
        attribute == null ? Optional.empty() : reference(attribute, "key_provider");
    if (found.isEmpty()) {
      problem(
          "Missing key provider",
          name + " has to refer to a key provider, such as key_provider.pbkdf2.main.");
    }
    return found;
  }

  /** In JSON a reference may be in a template, or the text itself. */
  static Optional<String> reference(Attribute attribute, String root) {
    return StaticExpressions.asTraversal(StaticExpressions.written(attribute.expression()))
        .or(() -> Evaluator.references(attribute.expression()).stream().findFirst())
        .filter(traversal -> traversal.root().equals(root) && traversal.steps().size() == 2)
        .map(Arguments::address);
  }

  private static String address(Traversal traversal) {
    StringBuilder name = new StringBuilder(traversal.root());
    for (Traversal.Step step : traversal.steps()) {
      switch (step) {
        case Traversal.Attribute(String part, _) -> name.append('.').append(part);
        case Traversal.Key _ -> name.append("[]");
      }
    }
    return name.toString();
  }
}
