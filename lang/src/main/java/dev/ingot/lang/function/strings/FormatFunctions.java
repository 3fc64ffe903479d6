package dev.ingot.lang.function.strings;

import dev.ingot.lang.eval.Unknowns;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.function.FunctionSpec.Allow;
import dev.ingot.lang.function.Limits;
import dev.ingot.lang.value.Lengths;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;

/** The functions {@code format} and {@code formatlist}. */
final class FormatFunctions {
  private static final Type STRINGS = new Type.ListType(Type.STRING);

  private FormatFunctions() {}

  static FunctionSpec format() {
    return FunctionSpec.named("format")
        .parameter("format", Type.STRING)
        .variadic("args", Type.DYNAMIC, Allow.NULL, Allow.UNKNOWN)
        .returns(Type.STRING)
        .whenUnknown(a -> Unknowns.notNull(Type.STRING))
        .body((a, type) -> formatted(a));
  }

  private static Value formatted(Arguments arguments) throws FunctionFailure {
    Format format = Format.parse(arguments.text(0));
    if (arguments.all().stream().allMatch(Values::isWhollyKnown)) {
      return Value.of(format.apply(arguments.from(1)));
    }
    return Unknowns.stringFrom(dev.ingot.lang.value.StringPrefix.safe(format.literalPrefix()));
  }

  static FunctionSpec formatList() {
    return FunctionSpec.named("formatlist")
        .parameter("format", Type.STRING)
        .variadic("args", Type.DYNAMIC, Allow.NULL, Allow.UNKNOWN)
        .returns(STRINGS)
        .body((a, type) -> formattedList(a));
  }

  private static Value formattedList(Arguments arguments) throws FunctionFailure {
    List<Value> given = arguments.from(1);
    Format format = Format.parse(arguments.text(0));
    if (given.isEmpty()) {
      return new Value.ListValue(Type.STRING, List.of(Value.of(format.apply(given))));
    }
    int length = -1;
    int chooser = -1;
    for (int i = 0; i < given.size(); i++) {
      Value value = given.get(i);
      if (!isSequence(value.type()) || value.isNull()) {
        continue;
      }
      if (!value.isKnown() || Lengths.of(value).isEmpty()) {
        return Unknowns.notNull(STRINGS);
      }
      int size = Arguments.elements(value).size();
      if (length < 0) {
        length = size;
        chooser = i;
      } else if (size != length) {
        throw new FunctionFailure(
            i + 1,
            "argument "
                + (i + 1)
                + " has length "
                + size
                + ", which is inconsistent with argument "
                + (chooser + 1)
                + " of length "
                + length);
      }
    }
    return iterated(format, given, length < 0 ? 1 : length);
  }

  private static boolean isSequence(Type type) {
    return type instanceof Type.ListType
        || type instanceof Type.SetType
        || type instanceof Type.TupleType;
  }

  private static Value iterated(Format format, List<Value> given, int length)
      throws FunctionFailure {
    List<List<Value>> columns = new ArrayList<>(given.size());
    for (Value value : given) {
      columns.add(
          isSequence(value.type()) && !value.isNull() ? Arguments.elements(value) : List.of());
    }
    List<Value> results = new ArrayList<>(length);
    long total = 0;
    for (int row = 0; row < length; row++) {
      List<Value> values = new ArrayList<>(given.size());
      boolean known = true;
      for (int i = 0; i < given.size(); i++) {
        Value value = columns.get(i).isEmpty() ? given.get(i) : columns.get(i).get(row);
        known &= Values.isWhollyKnown(value);
        values.add(value);
      }
      if (!known) {
        results.add(Unknowns.notNull(Type.STRING));
        continue;
      }
      try {
        String text = format.apply(values);
        total += text.length();
        Limits.requireText(total);
        results.add(Value.of(text));
      } catch (FunctionFailure e) {
        throw new FunctionFailure("error on format iteration " + row + ": " + e.reason());
      }
    }
    return new Value.ListValue(Type.STRING, results);
  }
}
