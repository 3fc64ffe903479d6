package dev.ingot.bake;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Value;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Texts that must not be shown: takes them out of what is printed. */
public final class Secrets {
  /** No secret at all. */
  public static final Secrets NONE = new Secrets(List.of());

  private static final String SHOWN = "<sensitive>";

  private final List<String> texts;

  private Secrets(List<String> texts) {
    this.texts = List.copyOf(texts);
  }

  /** All texts within values that are marked sensitive. */
  public static Secrets of(Collection<Value> values) {
    TreeSet<String> found =
        new TreeSet<>(
            Comparator.comparingInt(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
    values.forEach(value -> collect(value, false, found));
    return new Secrets(List.copyOf(found));
  }

  /** The text with every secret replaced. */
  public String redact(String text) {
    String shown = text;
    for (String secret : texts) {
      shown = shown.replace(secret, SHOWN);
    }
    return shown;
  }

  /** The diagnostic with every secret in its texts replaced. */
  public Diagnostic redact(Diagnostic diagnostic) {
    return new Diagnostic(
        diagnostic.severity(),
        redact(diagnostic.summary()),
        redact(diagnostic.detail()),
        diagnostic.subject(),
        diagnostic.context(),
        diagnostic.values());
  }

  /** Whether there is no secret. */
  public boolean isEmpty() {
    return texts.isEmpty();
  }

  private static void collect(Value value, boolean within, Set<String> found) {
    boolean sensitive = within || value.marks().sensitive();
    switch (value.unmarked()) {
      case Value.StringValue(String text) -> {
        if (sensitive) {
          // Output comes line by line, so a secret of several lines is several secrets.
          text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(found::add);
        }
      }
      case Value.ListValue list -> list.elements().forEach(e -> collect(e, sensitive, found));
      case Value.SetValue set -> set.elements().forEach(e -> collect(e, sensitive, found));
      case Value.TupleValue tuple -> tuple.elements().forEach(e -> collect(e, sensitive, found));
      case Value.MapValue map -> map.entries().values().forEach(e -> collect(e, sensitive, found));
      case Value.ObjectValue object ->
          object.attributes().values().forEach(e -> collect(e, sensitive, found));
      case Value.NumberValue number -> {}
      case Value.BoolValue truth -> {}
      case Value.NullValue absent -> {}
      case Value.UnknownValue unknown -> {}
      case Value.MarkedValue marked -> collect(marked.inner(), sensitive, found);
    }
  }
}
