package dev.ingot.lang.value;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The knowledge about an unknown value. Rules: the refinements that the plugin protocol carries
 * (extension 12 of its MessagePack form).
 *
 * @param notNull certainly not null
 * @param prefix the known beginning of a string
 * @param lower the lower bound of a number
 * @param upper the upper bound of a number
 * @param minLength the minimum number of elements of a collection
 * @param maxLength the maximum number of elements of a collection; {@link Integer#MAX_VALUE} for no
 *     bound
 */
public record Refinement(
    boolean notNull,
    String prefix,
    Optional<Bound> lower,
    Optional<Bound> upper,
    int minLength,
    int maxLength) {

  /** One end of the interval a number is in. */
  public record Bound(BigFloat number, boolean inclusive) {}

  /** Nothing is known. */
  public static final Refinement NONE =
      new Refinement(false, "", Optional.empty(), Optional.empty(), 0, Integer.MAX_VALUE);

  /** Certainly not null, nothing else. */
  public static final Refinement NOT_NULL =
      new Refinement(true, "", Optional.empty(), Optional.empty(), 0, Integer.MAX_VALUE);

  /** Lists with a known length greater than this stay unknown as a whole. */
  private static final int MAX_KNOWN_LIST = 1024;

  /** The same with a known prefix, if it is longer than the current one. */
  public Refinement withPrefix(String beginning) {
    return beginning.length() <= prefix.length()
        ? this
        : new Refinement(notNull, beginning, lower, upper, minLength, maxLength);
  }

  /** The same, at least a number. */
  public Refinement withLower(BigFloat number, boolean inclusive) {
    return new Refinement(
        notNull,
        prefix,
        tighter(lower, Optional.of(new Bound(number, inclusive)), 1),
        upper,
        minLength,
        maxLength);
  }

  /** The same, at most a number. */
  public Refinement withUpper(BigFloat number, boolean inclusive) {
    return new Refinement(
        notNull,
        prefix,
        lower,
        tighter(upper, Optional.of(new Bound(number, inclusive)), -1),
        minLength,
        maxLength);
  }

  /** The same with a length between two, both inclusive. */
  public Refinement withLength(int least, int most) {
    return new Refinement(
        notNull, prefix, lower, upper, Math.max(minLength, least), Math.min(maxLength, most));
  }

  /** The conjunction: both hold. */
  public Refinement and(Refinement other) {
    if (other.equals(NONE) || other.equals(this)) {
      return this;
    }
    return new Refinement(
        notNull || other.notNull,
        prefix.length() >= other.prefix.length() ? prefix : other.prefix,
        tighter(lower, other.lower, 1),
        tighter(upper, other.upper, -1),
        Math.max(minLength, other.minLength),
        Math.min(maxLength, other.maxLength));
  }

  /** The disjunction: one of the two holds. */
  public Refinement or(Refinement other) {
    return new Refinement(
        notNull && other.notNull,
        commonPrefix(prefix, other.prefix),
        looser(lower, other.lower, 1),
        looser(upper, other.upper, -1),
        Math.min(minLength, other.minLength),
        Math.max(maxLength, other.maxLength));
  }

  private static String commonPrefix(String a, String b) {
    int length = Math.min(a.length(), b.length());
    int same = 0;
    while (same < length && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    if (same == a.length() && same == b.length()) {
      return a;
    }
    return StringPrefix.safe(a.substring(0, same));
  }

  private static Optional<Bound> tighter(Optional<Bound> a, Optional<Bound> b, int direction) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    return compare(a.get(), b.get(), direction) >= 0 ? a : b;
  }

  private static Optional<Bound> looser(Optional<Bound> a, Optional<Bound> b, int direction) {
    if (a.isEmpty() || b.isEmpty()) {
      return Optional.empty();
    }
    return compare(a.get(), b.get(), direction) <= 0 ? a : b;
  }

  private static int compare(Bound a, Bound b, int direction) {
    int order = Integer.signum(a.number().compareTo(b.number())) * direction;
    return order != 0 ? order : Boolean.compare(!a.inclusive(), !b.inclusive());
  }

  /** The refinement that describes a value, as exactly as possible. */
  public static Refinement of(Value value) {
    return switch (value.unmarked()) {
      case Value.UnknownValue(Type type, Refinement refinement) -> refinement;
      case Value.NullValue any -> NONE;
      case Value.StringValue(String text) -> NOT_NULL.withPrefix(text);
      case Value.NumberValue(BigFloat number) ->
          NOT_NULL.withLower(number, true).withUpper(number, true);
      case Value.ListValue list -> length(list.elements().size(), list.elements().size());
      case Value.MapValue map -> length(map.entries().size(), map.entries().size());
      case Value.SetValue set -> length(Lengths.least(set), Lengths.most(set));
      case Value.BoolValue other -> NOT_NULL;
      case Value.TupleValue other -> NOT_NULL;
      case Value.ObjectValue other -> NOT_NULL;
      case Value.MarkedValue marked -> of(marked.inner());
    };
  }

  private static Refinement length(int least, int most) {
    return new Refinement(true, "", Optional.empty(), Optional.empty(), least, most);
  }

  /** Whether a known value is consistent with this refinement. */
  public boolean admits(Value known) {
    return switch (known.unmarked()) {
      case Value.NullValue any -> !notNull;
      case Value.StringValue(String text) -> text.startsWith(prefix);
      case Value.NumberValue(BigFloat number) -> isAbove(number) && isBelow(number);
      case Value.ListValue list -> admitsLength(list.elements().size());
      case Value.MapValue map -> admitsLength(map.entries().size());
      case Value.SetValue set -> {
        int size = set.elements().size();
        yield Values.isWhollyKnown(set) ? admitsLength(size) : size >= minLength;
      }
      case Value.BoolValue other -> true;
      case Value.TupleValue other -> true;
      case Value.ObjectValue other -> true;
      case Value.UnknownValue other -> true;
      case Value.MarkedValue marked -> admits(marked.inner());
    };
  }

  private boolean isAbove(BigFloat number) {
    return lower.isEmpty() || order(number, lower.get()) >= 0;
  }

  private boolean isBelow(BigFloat number) {
    return upper.isEmpty() || order(upper.get().number(), upper.get(), number) >= 0;
  }

  private static int order(BigFloat number, Bound bound) {
    return order(number, bound, bound.number());
  }

  /** Compares, where equal is too small for an exclusive bound. */
  private static int order(BigFloat greater, Bound bound, BigFloat lesser) {
    int order = greater.compareTo(lesser);
    return order == 0 && !bound.inclusive() ? -1 : order;
  }

  private boolean admitsLength(int length) {
    return length >= minLength && length <= maxLength;
  }

  /** The part that applies to values of a type. */
  Refinement applicableTo(Type type) {
    if (equals(NONE) || type.equals(Type.DYNAMIC)) {
      return NONE;
    }
    boolean number = type.equals(Type.NUMBER);
    boolean collection = Types.isCollection(type);
    return new Refinement(
        notNull,
        type.equals(Type.STRING) ? prefix : "",
        number ? lower : Optional.empty(),
        number ? upper : Optional.empty(),
        collection ? minLength : 0,
        collection ? maxLength : Integer.MAX_VALUE);
  }

  /**
   * A value of a type with this refinement: unknown, or known if only one value is possible. A list
   * of known length has unknown elements.
   */
  public Value toValue(Type type) {
    Refinement own = applicableTo(type);
    if (own.equals(NONE)) {
      return Value.unknown(type);
    }
    if (own.notNull) {
      if (own.lower.isPresent() && own.upper.isPresent()) {
        Bound least = own.lower.get();
        Bound most = own.upper.get();
        if (least.inclusive() && most.inclusive() && least.number().equals(most.number())) {
          return new Value.NumberValue(least.number());
        }
      }
      if (own.minLength == own.maxLength) {
        Optional<Value> known = ofLength(type, own.minLength);
        if (known.isPresent()) {
          return known.get();
        }
      }
    }
    return new Value.UnknownValue(type, own);
  }

  private static Optional<Value> ofLength(Type type, int length) {
    return switch (type) {
      case Type.ListType(Type element) when length <= MAX_KNOWN_LIST ->
          Optional.of(
              new Value.ListValue(
                  element, java.util.Collections.nCopies(length, Value.unknown(element))));
      case Type.SetType(Type element) when length == 0 ->
          Optional.of(new Value.SetValue(element, List.of()));
      case Type.SetType(Type element) when length == 1 ->
          Optional.of(new Value.SetValue(element, List.of(Value.unknown(element))));
      case Type.MapType(Type element) when length == 0 ->
          Optional.of(new Value.MapValue(element, new TreeMap<>(Value.KEY_ORDER)));
      case Type any -> Optional.empty();
    };
  }
}
