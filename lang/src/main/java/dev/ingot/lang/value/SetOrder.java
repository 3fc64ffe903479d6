package dev.ingot.lang.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The order and equality of the elements of sets. */
enum SetOrder implements Comparator<Value> {
  INSTANCE;

  private static final MathContext TEN_DIGITS = new MathContext(10, RoundingMode.HALF_EVEN);

  @Override
  public int compare(Value left, Value right) {
    Value a = left.unmarked();
    Value b = right.unmarked();
    int ranks = Integer.compare(rank(a), rank(b));
    if (ranks != 0 || rank(a) > 0) {
      return ranks;
    }
    if (a instanceof Value.StringValue(String x) && b instanceof Value.StringValue(String y)) {
      return Value.KEY_ORDER.compare(x, y);
    }
    if (a instanceof Value.NumberValue(BigFloat x) && b instanceof Value.NumberValue(BigFloat y)) {
      return x.compareTo(y);
    }
    if (a instanceof Value.BoolValue(boolean x) && b instanceof Value.BoolValue(boolean y)) {
      return Boolean.compare(x, y);
    }
    int order = Value.KEY_ORDER.compare(text(a), text(b));
    return order != 0 ? order : exactly(a, b);
  }

  /** Orders values with equal texts, such as numbers that are close to each other. */
  private static int exactly(Value a, Value b) {
    return a.equals(b) ? 0 : Value.KEY_ORDER.compare(exactText(a), exactText(b));
  }

  private static int rank(Value value) {
    return value instanceof Value.NullValue ? 2 : value instanceof Value.UnknownValue ? 1 : 0;
  }

  /**
   * The elements in order, without duplicates; elements with unknown parts differ from all others.
   */
  static List<Value> unique(Type element, List<Value> elements) {
    if (elements.size() < 2) {
      return elements;
    }
    return element instanceof Type.Primitive ? uniquePrimitives(elements) : uniqueParts(elements);
  }

  private static List<Value> uniquePrimitives(List<Value> elements) {
    List<Value> sorted = new ArrayList<>(elements);
    sorted.sort(INSTANCE);
    List<Value> unique = new ArrayList<>(sorted.size());
    for (Value value : sorted) {
      if (unique.isEmpty()
          || value instanceof Value.UnknownValue
          || !value.equals(unique.getLast())) {
        unique.add(value);
      }
    }
    return unique;
  }

  private static List<Value> uniqueParts(List<Value> elements) {
    // The text of each is computed once: comparing would compute it again and again.
    List<Map.Entry<String, Value>> keyed = new ArrayList<>(elements.size());
    for (Value value : elements) {
      keyed.add(Map.entry(rank(value) > 0 ? "" : text(value), value));
    }
    keyed.sort(
        (a, b) -> {
          int ranks = Integer.compare(rank(a.getValue()), rank(b.getValue()));
          if (ranks != 0) {
            return ranks;
          }
          int order = Value.KEY_ORDER.compare(a.getKey(), b.getKey());
          return order != 0 ? order : exactly(a.getValue(), b.getValue());
        });
    List<Value> unique = new ArrayList<>(keyed.size());
    int runStart = 0;
    String runText = "";
    int runRank = -1;
    for (Map.Entry<String, Value> entry : keyed) {
      Value value = entry.getValue();
      if (rank(value) != runRank || !entry.getKey().equals(runText)) {
        runStart = unique.size();
        runText = entry.getKey();
        runRank = rank(value);
      }
      // Different numbers may have the same text; such a set is checked pairwise.
      if (!Values.isWhollyKnown(value)
          || !unique.subList(runStart, unique.size()).contains(value)) {
        unique.add(value);
      }
    }
    return unique;
  }

  private static String text(Value value) {
    SetOrder.Text text = new SetOrder.Text(false);
    text.append(value);
    return text.content.toString();
  }

  private static String exactText(Value value) {
    SetOrder.Text text = new SetOrder.Text(true);
    text.append(value);
    return text.content.toString();
  }

  /** The text of a value, with numbers shortened or exact. */
  private static final class Text {
    private final StringBuilder content = new StringBuilder();
    private final boolean exact;

    Text(boolean exact) {
      this.exact = exact;
    }

    void append(Value value) {
      switch (value) {
        case Value.UnknownValue unknown -> content.append('?');
        case Value.NullValue none -> content.append('~');
        case Value.StringValue(String string) -> Quoting.append(content, string);
        case Value.BoolValue(boolean truth) -> content.append(truth ? 'T' : 'F');
        case Value.NumberValue(BigFloat number) -> {
          if (exact) {
            content.append(number.mantissa()).append('p').append(number.exponent());
          } else {
            appendNumber(content, number);
          }
        }
        case Value.MarkedValue marked -> append(marked.inner());
        case Value.ListValue list -> append('[', list.elements(), ']');
        case Value.SetValue set -> append('[', set.elements(), ']');
        case Value.TupleValue tuple -> append('<', tuple.elements(), '>');
        case Value.ObjectValue object -> append('<', object.attributes().values(), '>');
        case Value.MapValue map -> {
          content.append('{');
          for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
            Quoting.append(content, entry.getKey());
            content.append(':');
            append(entry.getValue());
            content.append(';');
          }
          content.append('}');
        }
      }
    }

    private void append(char open, Iterable<Value> parts, char close) {
      content.append(open);
      for (Value part : parts) {
        append(part);
        content.append(';');
      }
      content.append(close);
    }
  }

  /** A number in at most ten digits, with an exponent if that is shorter. */
  private static void appendNumber(StringBuilder text, BigFloat number) {
    if (number.isZero()) {
      text.append('0');
      return;
    }
    if (number.asLong().isPresent() && Math.abs(number.asLong().getAsLong()) < 1_000_000_000L) {
      text.append(number.asLong().getAsLong());
      return;
    }
    if (number.isInfinite()) {
      text.append(number);
      return;
    }
    DecimalDigits shortest = number.digits();
    BigDecimal rounded = new BigDecimal(shortest.digits()).round(TEN_DIGITS);
    int power = shortest.point() - 1;
    String digits = rounded.unscaledValue().toString();
    int carry = rounded.precision() - rounded.scale() - shortest.digits().length();
    DecimalDigits whole = DecimalDigits.of(shortest.negative(), digits);
    power += carry;
    if (power >= -4 && power < Math.max(10, whole.digits().length())) {
      text.append(new DecimalDigits(shortest.negative(), whole.digits(), power + 1).plain());
      return;
    }
    if (shortest.negative()) {
      text.append('-');
    }
    text.append(whole.digits().charAt(0));
    if (whole.digits().length() > 1) {
      text.append('.').append(whole.digits(), 1, whole.digits().length());
    }
    text.append('e').append(power < 0 ? '-' : '+');
    int magnitude = Math.abs(power);
    text.append(magnitude < 10 ? "0" : "").append(magnitude);
  }
}
