package dev.ingot.cli.packaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records, switches and comparators as the compiler writes them; {@link #get} tells all they
 * answer.
 */
@SuppressWarnings({"ArrayRecordComponent", "BoxingComparator", "NullAway"})
public final class CallSites implements Supplier<List<String>> {
  record Empty() {}

  record Primitives(
      boolean truth,
      byte octet,
      short small,
      char letter,
      int number,
      long large,
      float f,
      double d) {}

  record Generic<T extends @Nullable Object>(T value, int[] numbers, List<T> all) {}

  record OwnEquals(String name, int ignored) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof OwnEquals own && own.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  /** Equal to nothing, not even to itself. */
  static final class Unequal {
    @Override
    @SuppressWarnings("EqualsWhichDoesntCheckParameterClass")
    public boolean equals(@Nullable Object other) {
      return false;
    }

    @Override
    public int hashCode() {
      return 7;
    }

    @Override
    public String toString() {
      return "unequal";
    }
  }

  sealed interface Shape permits Circle, Square, Group {
    default String told() {
      return switch (this) {
        case Circle(double radius) when radius > 10 -> "large circle";
        case Circle _ -> "circle";
        case Square(Primitives(_, _, _, _, int number, _, _, _)) -> "square " + number;
        case Group(Shape one, Group two) -> one.told() + " and a group of " + two.told();
        case Group(var one, var two) -> one.told() + " and " + two.told();
      };
    }
  }

  record Circle(double radius) implements Shape {}

  record Square(Primitives side) implements Shape {}

  record Group(Shape one, Shape two) implements Shape {}

  private static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Integer i when i > 100 -> "large";
      case Integer _ -> "integer";
      case String s when s.isEmpty() -> "empty text";
      case CharSequence _ -> "text";
      case int[] numbers -> "numbers " + numbers.length;
      case Object[] _ -> "objects";
      case Shape shape -> shape.told();
      default -> "other";
    };
  }

  private static String word(String value) {
    return switch (value) {
      case "one" -> "1";
      case String s when s.startsWith("two") -> "2";
      case "two and more" -> "never";
      case "three" -> "3";
      case String s -> s;
    };
  }

  private static String number(Integer value) {
    return switch (value) {
      case 1 -> "one";
      case Integer i when i < 0 -> "negative";
      case 40_000 -> "many";
      case Integer i -> "number " + i;
    };
  }

  private static String letter(Character value) {
    return switch (value) {
      case 'a' -> "the first";
      case Character c when Character.isDigit(c) -> "digit";
      case 'z' -> "the last";
      case Character c -> "letter " + c;
    };
  }

  private static List<Comparator<String>> comparators() {
    return List.of(
        Comparator.comparing(String::length),
        Comparator.comparing(String::length, Comparator.reverseOrder()),
        Comparator.comparingInt(String::length),
        Comparator.comparingLong((String s) -> s.charAt(0)).reversed(),
        Comparator.comparingDouble((String s) -> 1.0 / s.length()),
        Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()),
        Comparator.comparing(String::length).thenComparing((String s) -> s.charAt(1)),
        Comparator.comparing(String::length)
            .thenComparing((String s) -> s.charAt(1), Comparator.reverseOrder()),
        Comparator.comparing(String::length).thenComparingInt(s -> s.charAt(1)),
        Comparator.comparing(String::length).thenComparingLong(s -> -s.charAt(1)),
        Comparator.comparing(String::length).thenComparingDouble(s -> s.charAt(1)));
  }

  private static List<String> sorted() {
    List<String> words = List.of("ccc", "bx", "aaaa", "ab", "cb", "zza", "ba");
    List<String> answers = new ArrayList<>();
    for (Comparator<String> each : comparators()) {
      answers.add(words.stream().sorted(each).toList().toString());
    }
    Map<String, Integer> map = Map.of("a", 2, "b", 1, "c", 3);
    for (Comparator<Map.Entry<String, Integer>> each :
        List.of(
            Map.Entry.<String, Integer>comparingByKey(),
            Map.Entry.<String, Integer>comparingByKey(Comparator.reverseOrder()),
            Map.Entry.<String, Integer>comparingByValue(),
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))) {
      answers.add(map.entrySet().stream().sorted(each).toList().toString());
    }
    return answers;
  }

  @Override
  public List<String> get() {
    record Local(String name, Empty empty) {}
    Function<@Nullable Object, String> inLambda =
        value ->
            switch (value) {
              case Local(String name, var _) -> "local " + name;
              case null, default -> "none";
            };
    int[] numbers = {1, 2};
    List<@Nullable Object> values =
        Arrays.asList(
            null,
            1,
            101,
            "",
            "text",
            numbers,
            new String[] {"a"},
            new Empty(),
            new Primitives(true, (byte) -1, (short) 2, 'c', 3, 1L << 40, -0.0f, Double.NaN),
            new Primitives(true, (byte) -1, (short) 2, 'c', 3, 1L << 40, 0.0f, Double.NaN),
            new Primitives(false, (byte) 1, (short) 2, 'c', 3, 1L << 40, Float.NaN, 0.0),
            new Generic<@Nullable String>(null, numbers, Arrays.asList("a", null)),
            new Generic<>("x", numbers, List.of()),
            new Generic<>("x", numbers, List.of()),
            new Generic<>(new Unequal(), numbers, List.of()),
            new OwnEquals("a", 1),
            new OwnEquals("a", 2),
            new Local("l", new Empty()),
            new Circle(11),
            new Circle(1),
            new Group(
                new Square(new Primitives(true, (byte) 0, (short) 0, 'x', 9, 0, 0, 0)),
                new Circle(2)),
            new Group(new Circle(2), new Group(new Circle(1), new Circle(12))));
    List<String> answers = new ArrayList<>(sorted());
    for (Object one : values) {
      answers.add(kind(one) + ", " + inLambda.apply(one));
      if (one instanceof Record) {
        // An array tells another number each time.
        answers.add(
            one.toString().replaceAll("@[0-9a-f]+", "@")
                + " "
                + (one instanceof Generic<?> ? "" : one.hashCode()));
      }
      StringBuilder equal = new StringBuilder();
      for (Object other : values) {
        equal.append(Objects.equals(one, other) ? '=' : '.');
      }
      answers.add(equal.toString());
    }
    for (String each : List.of("one", "two and more", "three", "four")) {
      answers.add(word(each));
    }
    for (int each : new int[] {1, -1, 40_000, 40_001}) {
      answers.add(number(each));
    }
    for (char each : new char[] {'a', '7', 'z', 'y'}) {
      answers.add(letter(each));
    }
    return answers;
  }
}
