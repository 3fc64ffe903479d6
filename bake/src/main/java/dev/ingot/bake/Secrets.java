package dev.ingot.bake;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Value;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Strings that must not be shown; redacts them in output. */
public final class Secrets {
  /** No secrets. */
  public static final Secrets NONE = new Secrets(List.of(), List.of());

  /** The replacement for a secret. */
  public static final String SHOWN = "<sensitive>";

  /** Shorter numbers occur with many other meanings. */
  private static final int SHORTEST_NUMBER = 3;

  private final List<String> texts;
  private final List<String> numbers;

  private Secrets(Collection<String> texts, Collection<String> numbers) {
    this.texts = longestFirst(texts);
    this.numbers = longestFirst(numbers);
  }

  /** All texts and numbers within values that are marked sensitive. */
  public static Secrets of(Collection<Value> values) {
    Set<String> texts = new HashSet<>();
    Set<String> numbers = new HashSet<>();
    values.forEach(value -> collect(value, false, texts, numbers));
    return new Secrets(texts, numbers);
  }

  /** The union of these and others. */
  public Secrets and(Secrets others) {
    if (others.isEmpty()) {
      return this;
    }
    Set<String> allTexts = new HashSet<>(texts);
    allTexts.addAll(others.texts);
    Set<String> allNumbers = new HashSet<>(numbers);
    allNumbers.addAll(others.numbers);
    return new Secrets(allTexts, allNumbers);
  }

  private static List<String> longestFirst(Collection<String> texts) {
    return texts.stream()
        .sorted(
            Comparator.comparingInt(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** The text with every secret replaced; numbers only as separate words. */
  public String redact(String text) {
    String shown = text;
    for (String secret : texts) {
      shown = shown.replace(secret, SHOWN);
    }
    for (String number : numbers) {
      shown = withoutNumber(shown, number);
    }
    return shown;
  }

  private static String withoutNumber(String text, String number) {
    int at = text.indexOf(number);
    if (at < 0) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    int done = 0;
    while (at >= 0) {
      int end = at + number.length();
      boolean alone =
          (at == 0 || !Character.isDigit(text.charAt(at - 1)))
              && (end == text.length() || !Character.isDigit(text.charAt(end)));
      shown.append(text, done, at).append(alone ? SHOWN : number);
      done = end;
      at = text.indexOf(number, end);
    }
    return shown.append(text, done, text.length()).toString();
  }

  /** The diagnostic with every secret in its texts replaced. */
  public Diagnostic redact(Diagnostic diagnostic) {
    return diagnostic.texts(redact(diagnostic.summary()), redact(diagnostic.detail()));
  }

  /** Whether there are no secrets. */
  public boolean isEmpty() {
    return texts.isEmpty() && numbers.isEmpty();
  }

  private static void collect(Value value, boolean within, Set<String> texts, Set<String> numbers) {
    boolean sensitive = within || value.marks().sensitive();
    switch (value.unmarked()) {
      case Value.StringValue(String text) -> {
        if (sensitive) {
          // Output arrives line by line, so each line of a secret is a secret.
          text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(texts::add);
        }
      }
      case Value.NumberValue number -> {
        String text = number.number().toString();
        if (sensitive && text.length() >= SHORTEST_NUMBER) {
          numbers.add(text);
        }
      }
      case Value.ListValue list ->
          list.elements().forEach(e -> collect(e, sensitive, texts, numbers));
      case Value.SetValue set -> set.elements().forEach(e -> collect(e, sensitive, texts, numbers));
      case Value.TupleValue tuple ->
          tuple.elements().forEach(e -> collect(e, sensitive, texts, numbers));
      case Value.MapValue map ->
          map.entries().values().forEach(e -> collect(e, sensitive, texts, numbers));
      case Value.ObjectValue object ->
          object.attributes().values().forEach(e -> collect(e, sensitive, texts, numbers));
      case Value.BoolValue truth -> {}
      case Value.NullValue absent -> {}
      case Value.UnknownValue unknown -> {}
      case Value.MarkedValue marked -> collect(marked.inner(), sensitive, texts, numbers);
    }
  }
}
