package dev.ingot.lang.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path from a value to one of its parts: attributes and indexes, from the outside in. Paths
 * share their prefixes, so that a longer path costs one object.
 */
public final class ValuePath {
  /** The path of the value itself. */
  public static final ValuePath ROOT = new ValuePath();

  private final @Nullable ValuePath parent;
  private final @Nullable Step last;
  private final int length;

  private ValuePath() {
    parent = null;
    last = null;
    length = 0;
  }

  private ValuePath(ValuePath parent, Step last) {
    this.parent = parent;
    this.last = last;
    this.length = parent.length + 1;
  }

  /** One step. */
  public sealed interface Step {}

  /** To the attribute of an object. */
  public record Attribute(String name) implements Step {}

  /**
   * To the element of a list or tuple (a whole number), of a map (a string), or of a set (the
   * element itself).
   */
  public record Index(Value key) implements Step {}

  /** A path of several steps. */
  public static ValuePath of(List<Step> steps) {
    ValuePath path = ROOT;
    for (Step step : steps) {
      path = new ValuePath(path, step);
    }
    return path;
  }

  /** This path and one more step. */
  public ValuePath then(Step step) {
    return new ValuePath(this, step);
  }

  /** This path and one more step, to an attribute. */
  public ValuePath attribute(String name) {
    return then(new Attribute(name));
  }

  /** This path and one more step, to an element by number. */
  public ValuePath index(long position) {
    return then(new Index(Value.of(position)));
  }

  /** This path and one more step, to an element by key. */
  public ValuePath index(String key) {
    return then(new Index(new Value.StringValue(key)));
  }

  /** This path and the steps of another. */
  public ValuePath concat(ValuePath other) {
    ValuePath path = this;
    for (Step step : other.steps()) {
      path = path.then(step);
    }
    return path;
  }

  /** The number of steps. */
  public int length() {
    return length;
  }

  /** Whether it is the path of the value itself. */
  public boolean isRoot() {
    return length == 0;
  }

  /** The steps, from the outside in. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>(length);
    ValuePath at = this;
    while (at.parent != null && at.last != null) {
      steps.add(at.last);
      at = at.parent;
    }
    Collections.reverse(steps);
    return Collections.unmodifiableList(steps);
  }

  /** Whether this path starts with another one. */
  public boolean startsWith(ValuePath other) {
    ValuePath at = this;
    while (at.length > other.length && at.parent != null) {
      at = at.parent;
    }
    return at.equals(other);
  }

  @Override
  public boolean equals(Object object) {
    if (!(object instanceof ValuePath other) || length != other.length) {
      return false;
    }
    ValuePath a = this;
    ValuePath b = other;
    while (a != b
        && a.parent != null
        && b.parent != null
        && a.last != null
        && a.last.equals(b.last)) {
      a = a.parent;
      b = b.parent;
    }
    return a == b || a.length == 0;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (ValuePath at = this; at.parent != null && at.last != null; at = at.parent) {
      hash = hash * 31 + at.last.hashCode();
    }
    return hash;
  }

  /** The path as people write it: {@code .a[0]["b"]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps()) {
      switch (step) {
        case Attribute(String name) -> text.append('.').append(name);
        case Index(Value key) -> {
          switch (key.unmarked()) {
            case Value.NumberValue(BigFloat number) -> text.append('[').append(number).append(']');
            case Value.StringValue(String name) ->
                text.append('[').append(Quoting.quoted(name)).append(']');
            case Value other -> text.append("[...]");
          }
        }
      }
    }
    return text.toString();
  }
}
