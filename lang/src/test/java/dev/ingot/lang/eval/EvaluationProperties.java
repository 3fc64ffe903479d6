package dev.ingot.lang.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Laws of evaluation over random expressions. */
class EvaluationProperties {
  private static final String[] FORMS = {
    "(A)",
    "A + B",
    "A - B",
    "A * B",
    "A % B",
    "-A",
    "!A",
    "A == B",
    "A != B",
    "A < B",
    "A >= B",
    "A && B",
    "A || B",
    "A ? B : C",
    "[A, B]",
    "{k = A, j = B}",
    "\"x${A}y${B}\"",
    "\"%{ if A }p%{ else }q${B}%{ endif }\"",
    "A[0]",
    "A[B]",
    "A.k",
    "A[*]",
    "A[*].k",
    "[for x in A : x]",
    "[for i, x in A : i if x != B]",
    "{for i, x in A : \"k${i}\" => x}",
    "{for x in A : x => B...}",
    "upper(A)",
    "length(A)",
    "join(\"-\", A)",
    "split(\"a\", A)",
    "concat(A, B)",
    "merge(A, B)",
    "keys(A)",
    "values(A)",
    "contains(A, B)",
    "coalesce(A, B)",
    "tostring(A)",
    "tonumber(A)",
    "tolist(A)",
    "toset(A)",
    "try(A, B)",
    "can(A)",
    "max(A, B)",
    "lookup(A, B, C)",
    "element(A, B)",
    "flatten([A, B])",
    "distinct(A)",
    "reverse(A)",
    "sort(A)",
    "jsonencode(A)",
    "format(\"%s-%v\", A, B)",
    "replace(A, \"a\", \"b\")",
    "slice(A, 0, 1)",
    "zipmap(A, B)",
    "setunion(A, B)",
    "range(A)",
    "startswith(A, B)",
    "trimprefix(A, B)",
    "substr(A, 0, 1)",
    "one(A)",
    "sum(A)",
    "alltrue(A)",
    "compact(A)",
    "formatlist(\"%s\", A)",
    "chunklist(A, 1)",
    "setproduct(A, B)",
    "matchkeys(A, A, B)",
    "A == null",
    "index(A, B)",
    "coalescelist(A, B)",
    "anytrue(A)",
    "transpose(A)",
    "title(A)",
    "strrev(A)",
    "sha256(A)",
  };

  @Provide
  Arbitrary<String> expressions() {
    Arbitrary<String> leaf =
        Arbitraries.of(
            "s", "n", "b", "l", "m", "o", "t", "z", "s", "l", "o", "1", "\"a\"", "true", "null",
            "[]", "{}", "[\"a\"]");
    Arbitrary<String> first = nest(leaf);
    return Arbitraries.oneOf(first, nest(Arbitraries.oneOf(leaf, first)));
  }

  private static Arbitrary<String> nest(Arbitrary<String> inner) {
    return Combinators.combine(Arbitraries.of(FORMS), inner, inner, inner)
        .as((form, a, b, c) -> fill(form, a, b, c));
  }

  private static String fill(String form, String a, String b, String c) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < form.length(); i++) {
      switch (form.charAt(i)) {
        case 'A' -> out.append('(').append(a).append(')');
        case 'B' -> out.append('(').append(b).append(')');
        case 'C' -> out.append('(').append(c).append(')');
        default -> out.append(form.charAt(i));
      }
    }
    return out.toString();
  }

  @Provide
  Arbitrary<Map<String, Value>> variables() {
    Arbitrary<Value> strings = Arbitraries.of("", "a", "ab", "k", "1", "true", "é").map(Value::of);
    Arbitrary<Value> numbers =
        Arbitraries.of("0", "1", "2", "-1", "0.5")
            .map(text -> Values.number(BigFloat.parse(text).orElseThrow()));
    Arbitrary<Value> lists = strings.list().ofMaxSize(3).map(v -> Values.list(string(), v));
    Arbitrary<Value> maps =
        Arbitraries.maps(Arbitraries.of("a", "k", "j"), strings)
            .ofMaxSize(3)
            .map(v -> Values.map(string(), v));
    Arbitrary<Value> objects =
        Combinators.combine(strings, numbers).as((a, b) -> Values.object(Map.of("k", a, "j", b)));
    Arbitrary<Value> tuples =
        Combinators.combine(strings, numbers).as((a, b) -> Values.tuple(a, b));
    Arbitrary<Value> maybeNull =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(Value.nullOf(string()))), Tuple.of(2, strings));
    return Combinators.combine(
            strings, numbers, Arbitraries.of(true, false), lists, maps, objects, tuples, maybeNull)
        .as(
            (s, n, b, l, m, o, t, z) ->
                Map.of("s", s, "n", n, "b", Value.of(b), "l", l, "m", m, "o", o, "t", t, "z", z));
  }

  private static Type string() {
    return Type.STRING;
  }

  private static Value evaluate(
      String text, Map<String, Value> variables, Diagnostics diagnostics) {
    Scope scope =
        new MapScope(
            variables,
            FunctionTable.standard(),
            new Scope.Environment(
                Path.of(""),
                Path.of("/"),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                new Random(1),
                false));
    Expression expression = Syntax.parseExpression(new SourceFile("x", text), diagnostics);
    return Evaluator.evaluate(expression, scope, diagnostics);
  }

  @Property(tries = 6000)
  void whatIsKnownBeforeHoldsAfter(
      @ForAll("expressions") String expression,
      @ForAll("variables") Map<String, Value> values,
      @ForAll Random random) {
    Map<String, Value> early = new HashMap<>();
    // Of the branches of a condition, one whose type isn't known has that of the other.
    boolean typed = expression.contains(" ? ");
    values.forEach((name, value) -> early.put(name, blurred(value, typed, random)));
    Diagnostics problems = new Diagnostics();
    Value later = evaluate(expression, values, problems);
    if (problems.hasErrors()) {
      return;
    }
    Diagnostics earlier = new Diagnostics();
    Value before = evaluate(expression, early, earlier);
    if (isSplatOfPrimitive(expression, earlier) || isOfBranchNotTaken(expression, earlier)) {
      return;
    }
    assertThat(earlier.list()).as("%s with %s", expression, early).isEmpty();
    assertThat(admits(before, later))
        .as("%s with %s was %s and became %s", expression, early, before, later)
        .isTrue();
  }

  /**
   * An exception, recorded from Terraform 1.11.4: what each element of a splat must have is checked
   * before it is known that there is none, since its source is null.
   */
  private static boolean isSplatOfPrimitive(String expression, Diagnostics earlier) {
    return expression.contains("[*].k")
        && earlier.hasErrors()
        && earlier.list().stream().allMatch(each -> each.summary().equals("Unsupported attribute"));
  }

  /**
   * Another: a branch that isn't taken may fail once its value is known, and has no type then that
   * could be inconsistent; what is unknown in its place has one.
   */
  private static boolean isOfBranchNotTaken(String expression, Diagnostics earlier) {
    return expression.contains(" ? ")
        && earlier.hasErrors()
        && earlier.list().stream()
            .allMatch(each -> each.summary().equals("Inconsistent conditional result types"));
  }

  /** The value, or an unknown that may become it, or the value with such parts. */
  private static Value blurred(Value value, boolean typed, Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> Value.unknown(value.type());
      case 1 -> Values.unknown(value.type(), Refinement.of(value));
      case 2 -> typed ? Value.unknown(value.type()) : Values.DYNAMIC_UNKNOWN;
      case 3 ->
          value instanceof Value.SetValue
              ? value
              : Values.transform(
                  value,
                  (path, part) ->
                      parts(part).isEmpty() && !path.isRoot() && random.nextBoolean()
                          ? Value.unknown(part.type())
                          : part);
      default -> value;
    };
  }

  private static List<Value> parts(Value value) {
    return switch (value) {
      case Value.ListValue list -> list.elements();
      case Value.TupleValue tuple -> tuple.elements();
      case Value.SetValue set -> set.elements();
      case Value.MapValue map -> List.copyOf(map.entries().values());
      case Value.ObjectValue object -> List.copyOf(object.attributes().values());
      default -> List.of();
    };
  }

  private static boolean admits(Value markedBefore, Value markedLater) {
    Value before = markedBefore.unmarked();
    Value later = markedLater.unmarked();
    if (before instanceof Value.UnknownValue unknown) {
      boolean typed =
          later.isNull() || !later.isKnown() || Types.conforms(later.type(), unknown.type());
      return typed && unknown.refinement().admits(later);
    }
    if (before.isKnown() && later.isKnown() && !before.type().equals(later.type())) {
      // Where a type was not known before, what was known takes the common one once it is.
      Conversion.Result converted = Conversion.convert(before, later.type());
      return converted.isSuccess()
          && converted.value().type().equals(later.type())
          && !converted.value().equals(before)
          && admits(converted.value(), later);
    }
    List<Value> parts = parts(before);
    if (parts.isEmpty() || before instanceof Value.SetValue) {
      return Values.isWhollyKnown(before) ? before.equals(later) : later.isKnown();
    }
    boolean sameKeys =
        !(before instanceof Value.MapValue a && later instanceof Value.MapValue b)
            || a.entries().keySet().equals(b.entries().keySet());
    if (parts(later).size() != parts.size() || !sameKeys || later.isNull()) {
      return false;
    }
    Iterator<Value> others = parts(later).iterator();
    for (Value part : parts) {
      if (!admits(part, others.next())) {
        return false;
      }
    }
    return true;
  }

  @Property(tries = 6000)
  void whatIsNotMarkedSensitiveTellsNothingOfASecret(
      @ForAll("expressions") String expression,
      @ForAll("variables") Map<String, Value> values,
      @ForAll("variables") Map<String, Value> others,
      @ForAll Random random) {
    Map<String, Value> one = new HashMap<>(values);
    Map<String, Value> two = new HashMap<>(values);
    for (String name : values.keySet()) {
      // Whether a secret is null shows: a splat makes an empty tuple of it.
      if (random.nextInt(3) == 0 && !name.equals("z")) {
        one.computeIfPresent(name, (key, value) -> value.marked(Marks.SENSITIVE));
        two.put(name, others.getOrDefault(name, Values.NULL).marked(Marks.SENSITIVE));
      }
    }
    // Whether something fails shows: these tell of it.
    if (expression.contains("try(") || expression.contains("can(")) {
      return;
    }
    Diagnostics problems = new Diagnostics();
    Value first = evaluate(expression, one, problems);
    Value second = evaluate(expression, two, problems);
    if (!problems.hasErrors()) {
      assertThat(visible(first))
          .as("%s with %s and with %s", expression, one, two)
          .isEqualTo(visible(second));
    }
  }

  private static Value visible(Value value) {
    if (value.marks().sensitive()) {
      return Value.of("(sensitive)");
    }
    return switch (value.unmarked()) {
      case Value.ListValue list -> Values.tuple(visible(list.elements()));
      case Value.TupleValue tuple -> Values.tuple(visible(tuple.elements()));
      case Value.SetValue set -> Values.tuple(visible(set.elements()));
      case Value.MapValue map -> visible(map.entries());
      case Value.ObjectValue object -> visible(object.attributes());
      default -> value;
    };
  }

  private static List<Value> visible(List<Value> values) {
    return values.stream().map(EvaluationProperties::visible).toList();
  }

  private static Value visible(Map<String, Value> entries) {
    Map<String, Value> shown = new HashMap<>();
    entries.forEach((name, value) -> shown.put(name, visible(value)));
    return Values.object(shown);
  }

  @Property(tries = 3000)
  void marksChangeNothingButMarks(
      @ForAll("expressions") String expression, @ForAll("variables") Map<String, Value> values) {
    Map<String, Value> marked = new HashMap<>();
    values.forEach((name, value) -> marked.put(name, value.marked(Marks.SENSITIVE)));
    Diagnostics plainly = new Diagnostics();
    Value plain = evaluate(expression, values, plainly);
    Diagnostics secretly = new Diagnostics();
    Value secret = evaluate(expression, marked, secretly);
    if (!plainly.hasErrors() && !secretly.hasErrors()) {
      assertThat(Values.unmarkDeep(secret).value()).as(expression).isEqualTo(plain);
    }
  }
}
