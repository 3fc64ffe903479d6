package dev.ingot.deploy.planfile;

import dev.ingot.deploy.stored.StoredValues;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what {@link ValueWriter} wrote. */
final class ValueReader {
  private static final int DEEPEST = 1000;

  private final DataInputStream in;
  private final List<Type> types = new ArrayList<>();
  private int depth;

  ValueReader(DataInputStream in) {
    this.in = in;
  }

  String text() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  byte[] bytes() throws IOException {
    return in.readNBytes(count());
  }

  /** A number of things that follow; each takes a byte at least. */
  int count() throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available()) {
      throw new EOFException("impossible length " + count);
    }
    return count;
  }

  Value value() throws IOException {
    if (++depth > DEEPEST) {
      throw new EOFException("nested too deep");
    }
    try {
      return switch (in.readByte()) {
        case ValueWriter.STRING -> new Value.StringValue(text());
        case ValueWriter.NUMBER -> new Value.NumberValue(number());
        case ValueWriter.TRUE -> Values.TRUE;
        case ValueWriter.FALSE -> Values.FALSE;
        case ValueWriter.NULL -> Value.nullOf(type());
        case ValueWriter.UNKNOWN -> new Value.UnknownValue(type(), refinement());
        case ValueWriter.LIST -> new Value.ListValue(type(), values());
        case ValueWriter.SET -> new Value.SetValue(type(), values());
        case ValueWriter.MAP -> {
          Type element = type();
          yield new Value.MapValue(element, entries());
        }
        case ValueWriter.TUPLE -> new Value.TupleValue(values());
        case ValueWriter.OBJECT -> new Value.ObjectValue(entries());
        case ValueWriter.MARKED -> {
          int bits = in.readByte();
          yield value().marked(new Marks((bits & 1) != 0, (bits & 2) != 0));
        }
        default -> throw new EOFException("unknown kind of value");
      };
    } finally {
      depth--;
    }
  }

  ValuePath path() throws IOException {
    ValuePath path = ValuePath.ROOT;
    int length = count();
    for (int i = 0; i < length; i++) {
      path = in.readBoolean() ? path.attribute(text()) : path.then(new ValuePath.Index(value()));
    }
    return path;
  }

  private BigFloat number() throws IOException {
    String text = text();
    return BigFloat.parse(text).orElseThrow(() -> new EOFException("not a number"));
  }

  private List<Value> values() throws IOException {
    int count = count();
    List<Value> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(value());
    }
    return values;
  }

  private SortedMap<String, Value> entries() throws IOException {
    int count = count();
    TreeMap<String, Value> entries = new TreeMap<>(Value.KEY_ORDER);
    for (int i = 0; i < count; i++) {
      String key = text();
      entries.put(key, value());
    }
    return entries;
  }

  private Type type() throws IOException {
    int number = in.readInt();
    if (number >= 0) {
      if (number >= types.size()) {
        throw new EOFException("unknown type");
      }
      return types.get(number);
    }
    Type type = StoredValues.parseType(text());
    types.add(type);
    return type;
  }

  private Refinement refinement() throws IOException {
    if (!in.readBoolean()) {
      return Refinement.NONE;
    }
    return new Refinement(in.readBoolean(), text(), bound(), bound(), in.readInt(), in.readInt());
  }

  private Optional<Refinement.Bound> bound() throws IOException {
    return in.readBoolean()
        ? Optional.of(new Refinement.Bound(number(), in.readBoolean()))
        : Optional.empty();
  }
}
