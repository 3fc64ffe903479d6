package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Attribute access and indexing. */
final class Steps {
  private static final String INVALID_INDEX = "Invalid index";
  private static final String NO_ELEMENT =
      "The given key does not identify an element in this collection value";
  private static final String UNSUPPORTED_ATTRIBUTE = "Unsupported attribute";

  /** Names up to this length resemble each other by chance. */
  private static final int SHORT = 3;

  private Steps() {}

  /** The value one step from another. */
  static Value take(Value value, Traversal.Step step, Consumer<Diagnostic> report) {
    return switch (step) {
      case Traversal.Attribute(String name, SourceRange range) ->
          attribute(value, name, range, report);
      case Traversal.Key(Value key, SourceRange range) -> index(value, key, range, report);
    };
  }

  /** The attribute of an object, or the element of a map, by name. */
  static Value attribute(
      Value marked, String name, SourceRange place, Consumer<Diagnostic> report) {
    Marks marks = marked.marks();
    Value value = marked.unmarked();
    if (value instanceof Value.ObjectValue object) {
      Value found = object.attributes().get(name);
      return found == null
          ? noAttribute(name, object.attributes().keySet(), place, report)
          : marks.isEmpty() ? found : found.marked(marks);
    }
    if (value instanceof Value.NullValue) {
      report.accept(
          Diagnostic.error(
              "Attempt to get attribute from null value",
              "This value is null, so it does not have any attributes.",
              place));
      return Values.DYNAMIC_UNKNOWN;
    }
    if (value instanceof Value.MapValue map) {
      Value found = map.entries().get(name);
      if (found == null) {
        report.accept(
            Diagnostic.error(
                "Missing map element",
                "This map does not have an element with the key " + Quoting.quoted(name) + ".",
                place));
        return Values.DYNAMIC_UNKNOWN;
      }
      return found.marked(marks);
    }
    Type type = value.type();
    if (type.equals(Type.DYNAMIC)) {
      return Values.DYNAMIC_UNKNOWN.marked(marks);
    }
    if (type instanceof Type.ObjectType object) {
      Type found = object.attributes().get(name);
      return found == null
          ? noAttribute(name, object.attributes().keySet(), place, report)
          : Value.unknown(found).marked(marks);
    }
    if (type instanceof Type.MapType(Type element)) {
      return Value.unknown(element).marked(marks);
    }
    report.accept(Diagnostic.error(UNSUPPORTED_ATTRIBUTE, whyNoAttributes(type, name), place));
    return Values.DYNAMIC_UNKNOWN;
  }

  private static Value noAttribute(
      String name, Collection<String> names, SourceRange place, Consumer<Diagnostic> report) {
    report.accept(
        Diagnostic.error(
            UNSUPPORTED_ATTRIBUTE,
            "This object does not have an attribute named "
                + Quoting.quoted(name)
                + "."
                + (name.length() > SHORT ? Suggestion.hint(name, names) : ""),
            place));
    return Values.DYNAMIC_UNKNOWN;
  }

  private static String whyNoAttributes(Type type, String name) {
    if (type instanceof Type.ListType(Type element) && element instanceof Type.ObjectType object) {
      String what =
          object.attributes().containsKey(name)
              ? "attribute " + Quoting.quoted(name)
              : "an attribute";
      return "Can't access attributes on a list of objects. Did you mean to access "
          + what
          + " for a specific element of the list, or across all elements of the list?";
    }
    if (type instanceof Type.SetType(Type element) && element instanceof Type.ObjectType) {
      return "Can't access attributes on a set of objects. Did you mean to access an attribute "
          + "across all elements of the set?";
    }
    if (type instanceof Type.Primitive) {
      return "Can't access attributes on a primitive-typed value (" + Types.name(type) + ").";
    }
    return "This value does not have any attributes.";
  }

  /** The element of a collection, tuple or object at a key. */
  static Value index(Value collection, Value key, SourceRange place, Consumer<Diagnostic> report) {
    Marks marks = collection.marks();
    Value value = collection.unmarked();
    if (value instanceof Value.NullValue) {
      report.accept(
          Diagnostic.error(
              "Attempt to index null value",
              "This value is null, so it does not have any indices.",
              place));
      return Values.DYNAMIC_UNKNOWN;
    }
    if (key.unmarked() instanceof Value.UnknownValue(Type keyType, var _)
        && keyType.equals(Type.DYNAMIC)) {
      return Values.DYNAMIC_UNKNOWN.marked(marks).marked(key.marks());
    }
    Marks keyMarks = key.marks();
    Value plainKey = key.unmarked();
    if (plainKey instanceof Value.NullValue) {
      report.accept(
          Diagnostic.error(INVALID_INDEX, "Can't use a null value as an indexing key.", place));
      return Values.DYNAMIC_UNKNOWN;
    }
    if (value instanceof Value.ListValue list) {
      return element(list.elements(), list.element(), plainKey, place, report, collection)
          .marked(marks.with(keyMarks));
    }
    if (value instanceof Value.TupleValue tuple) {
      return element(tuple.elements(), Type.DYNAMIC, plainKey, place, report, collection)
          .marked(marks.with(keyMarks));
    }
    if (value instanceof Value.ObjectValue object) {
      return member(object, plainKey, place, report).marked(marks);
    }
    if (value instanceof Value.MapValue map) {
      return entry(map, plainKey, place, report).marked(marks.with(keyMarks));
    }
    return indexByType(value.type(), plainKey, place, report).marked(marks.with(keyMarks));
  }

  private static Value element(
      List<Value> elements,
      Type elementType,
      Value key,
      SourceRange place,
      Consumer<Diagnostic> report,
      Value collection) {
    Value number = converted(key, Type.NUMBER, place, report);
    if (!(number instanceof Value.NumberValue(BigFloat at))) {
      return Value.unknown(elementType);
    }
    OptionalInt index = at.asInt();
    if (index.isPresent() && index.getAsInt() >= 0 && index.getAsInt() < elements.size()) {
      return elements.get(index.getAsInt());
    }
    report.accept(
        Diagnostic.error(
            INVALID_INDEX,
            NO_ELEMENT
                + whyOutside(at, elements.size(), collection instanceof Value.MarkedValue)
                + ".",
            place));
    return Values.DYNAMIC_UNKNOWN;
  }

  private static String whyOutside(BigFloat at, int size, boolean hideSize) {
    if (at.isInfinite() || !at.isWhole()) {
      return ": indexing a sequence requires a whole number, but the given index has a fractional"
          + " part";
    }
    if (at.signum() < 0) {
      return ": a negative number is not a valid index for a sequence";
    }
    if (!hideSize && at.toBigDecimal().compareTo(BigDecimal.valueOf(size)) <= 0) {
      return size == 0
          ? ": the collection has no elements"
          : ": the given index is greater than or equal to the length of the collection";
    }
    return "";
  }

  private static Value entry(
      Value.MapValue map, Value key, SourceRange place, Consumer<Diagnostic> report) {
    Value name = converted(key, Type.STRING, place, report);
    if (!(name instanceof Value.StringValue(String text))) {
      return Value.unknown(map.element());
    }
    Value found = map.entries().get(text);
    if (found == null) {
      report.accept(Diagnostic.error(INVALID_INDEX, NO_ELEMENT + ".", place));
      return Values.DYNAMIC_UNKNOWN;
    }
    return found;
  }

  private static Value member(
      Value.ObjectValue object, Value key, SourceRange place, Consumer<Diagnostic> report) {
    Value name = converted(key, Type.STRING, place, report);
    if (!(name instanceof Value.StringValue(String text))) {
      return Values.DYNAMIC_UNKNOWN;
    }
    Value found = object.attributes().get(text);
    return found == null ? noMember(key, place, report) : found;
  }

  private static Value noMember(Value key, SourceRange place, Consumer<Diagnostic> report) {
    report.accept(
        Diagnostic.error(
            INVALID_INDEX,
            NO_ELEMENT
                + (key instanceof Value.NumberValue
                    ? ". An object only supports looking up attributes by name, not by numeric"
                        + " index."
                    : "."),
            place));
    return Values.DYNAMIC_UNKNOWN;
  }

  private static Value indexByType(
      Type type, Value key, SourceRange place, Consumer<Diagnostic> report) {
    return switch (type) {
      case Type.Dynamic ignored -> Values.DYNAMIC_UNKNOWN;
      case Type.ListType(Type element) ->
          converted(key, Type.NUMBER, place, report).type().equals(Type.NUMBER)
              ? Value.unknown(element)
              : Values.DYNAMIC_UNKNOWN;
      case Type.MapType(Type element) ->
          converted(key, Type.STRING, place, report).type().equals(Type.STRING)
              ? Value.unknown(element)
              : Values.DYNAMIC_UNKNOWN;
      case Type.TupleType(List<Type> elements) ->
          converted(key, Type.NUMBER, place, report) instanceof Value.NumberValue(BigFloat at)
                  && at.asInt().isPresent()
                  && at.asInt().getAsInt() >= 0
                  && at.asInt().getAsInt() < elements.size()
              ? Value.unknown(elements.get(at.asInt().getAsInt()))
              : Values.DYNAMIC_UNKNOWN;
      case Type.ObjectType ignored -> {
        // Whether it has the attribute, and of what type, is told when it is known.
        converted(key, Type.STRING, place, report);
        yield Values.DYNAMIC_UNKNOWN;
      }
      case Type.SetType ignored -> {
        report.accept(
            Diagnostic.error(
                INVALID_INDEX,
                "Elements of a set are identified only by their value and don't have any separate"
                    + " index or key to select with, so it's only possible to perform operations"
                    + " across all elements of the set.",
                place));
        yield Values.DYNAMIC_UNKNOWN;
      }
      case Type.Primitive ignored -> {
        report.accept(
            Diagnostic.error(INVALID_INDEX, "This value does not have any indices.", place));
        yield Values.DYNAMIC_UNKNOWN;
      }
    };
  }

  private static Value converted(
      Value key, Type type, SourceRange place, Consumer<Diagnostic> report) {
    if (key.type().equals(Type.DYNAMIC)) {
      return key;
    }
    Converted result = Converted.to(key, type);
    if (result.problem().isPresent()) {
      report.accept(
          Diagnostic.error(INVALID_INDEX, NO_ELEMENT + ": " + result.problem().get() + ".", place));
      return Values.DYNAMIC_UNKNOWN;
    }
    return result.value();
  }
}
