package dev.ingot.lang.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map in {@link Value#KEY_ORDER} over two arrays. Objects are created in great numbers
 * and mostly read in order: a tree for each would cost several times the memory and time.
 */
@SuppressWarnings("JdkObsolete") // Value and Type name SortedMap in their signatures.
final class SortedEntries<V> extends AbstractMap<String, V> implements SortedMap<String, V> {
  private final String[] keys;
  private final Object[] values;
  private final int depth;
  private int hash;

  private SortedEntries(String[] keys, Object[] values) {
    this.keys = keys;
    this.values = values;
    int deepest = 0;
    for (Object value : values) {
      if (value instanceof Value part) {
        deepest = Math.max(deepest, Depth.of(part));
      } else if (value instanceof Type part) {
        deepest = Math.max(deepest, Depth.of(part));
      }
    }
    depth = deepest;
  }

  /** The depth of the deepest value; 0 without values. */
  int depth() {
    return depth;
  }

  static <V> SortedEntries<V> of(Map<String, V> entries) {
    if (entries instanceof SortedEntries<V> already) {
      return already;
    }
    String[] keys = new String[entries.size()];
    Object[] values = new Object[keys.length];
    int count = 0;
    boolean ordered = true;
    for (Map.Entry<String, V> entry : entries.entrySet()) {
      keys[count] = Objects.requireNonNull(entry.getKey());
      values[count] = Objects.requireNonNull(entry.getValue());
      ordered &= count == 0 || Value.KEY_ORDER.compare(keys[count - 1], keys[count]) < 0;
      count++;
    }
    if (!ordered) {
      TreeMap<String, Object> sorted = new TreeMap<>(Value.KEY_ORDER);
      for (int i = 0; i < count; i++) {
        sorted.put(keys[i], values[i]);
      }
      keys = sorted.keySet().toArray(new String[0]);
      values = sorted.values().toArray();
    }
    return new SortedEntries<>(keys, values);
  }

  /** The same keys with other values. */
  <W> SortedEntries<W> mapped(Function<V, W> function) {
    Object[] mapped = new Object[values.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = Objects.requireNonNull(function.apply(value(i)));
    }
    return new SortedEntries<>(keys, mapped);
  }

  /** The same keys with values by their index. */
  <W> SortedEntries<W> mappedByIndex(IntFunction<W> function) {
    Object[] mapped = new Object[values.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = Objects.requireNonNull(function.apply(i));
    }
    return new SortedEntries<>(keys, mapped);
  }

  /** The index of a key, tried first at an expected index; negative if there is none. */
  int indexOf(String key, int expected) {
    return expected < keys.length && keys[expected].equals(key) ? expected : indexOf(key);
  }

  V valueAt(int index) {
    return value(index);
  }

  @SuppressWarnings("unchecked")
  private V value(int index) {
    return (V) values[index];
  }

  private int indexOf(@Nullable Object key) {
    if (!(key instanceof String name)) {
      return -1;
    }
    if (keys.length <= 8) {
      for (int i = 0; i < keys.length; i++) {
        if (keys[i].equals(name)) {
          return i;
        }
      }
      return -1;
    }
    return Arrays.binarySearch(keys, name, Value.KEY_ORDER);
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return indexOf(key) >= 0;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    int index = indexOf(key);
    return index < 0 ? null : value(index);
  }

  @Override
  public Comparator<? super String> comparator() {
    return Value.KEY_ORDER;
  }

  @Override
  public String firstKey() {
    return keyAt(0);
  }

  @Override
  public String lastKey() {
    return keyAt(keys.length - 1);
  }

  private String keyAt(int index) {
    if (keys.length == 0) {
      throw new NoSuchElementException();
    }
    return keys[index];
  }

  private SortedMap<String, V> tree() {
    SortedMap<String, V> tree = new TreeMap<>(Value.KEY_ORDER);
    tree.putAll(this);
    return tree;
  }

  @Override
  public SortedMap<String, V> subMap(String from, String to) {
    return of(tree().subMap(from, to));
  }

  @Override
  public SortedMap<String, V> headMap(String to) {
    return of(tree().headMap(to));
  }

  @Override
  public SortedMap<String, V> tailMap(String from) {
    return of(tree().tailMap(from));
  }

  /** Not kept, as that of the superclass is: there are as many maps as there are objects. */
  @Override
  @SuppressWarnings("unchecked")
  public Collection<V> values() {
    return (Collection<V>) Collections.unmodifiableList(Arrays.asList(values));
  }

  /** The same with the array of keys of another map, if they are the same keys. */
  SortedEntries<V> sharing(SortedEntries<?> other) {
    return Arrays.equals(keys, other.keys) ? new SortedEntries<>(other.keys, values) : this;
  }

  @Override
  public Set<Map.Entry<String, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return keys.length;
      }

      @Override
      public Iterator<Map.Entry<String, V>> iterator() {
        return new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < keys.length;
          }

          @Override
          public Map.Entry<String, V> next() {
            if (next >= keys.length) {
              throw new NoSuchElementException();
            }
            Map.Entry<String, V> entry = Map.entry(keys[next], value(next));
            next++;
            return entry;
          }
        };
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof SortedEntries<?> other
        ? depth == other.depth
            && Arrays.equals(keys, other.keys)
            && Arrays.equals(values, other.values)
        : super.equals(object);
  }

  @Override
  public int hashCode() {
    // As for every map, but without stack frames for its entries, since values nest deeply.
    int sum = hash;
    if (sum == 0) {
      for (int i = 0; i < keys.length; i++) {
        sum += keys[i].hashCode() ^ values[i].hashCode();
      }
      hash = sum;
    }
    return sum;
  }

  /** The same with a cached hash, which types need at every level. */
  SortedEntries<V> hashed() {
    hash = hashCode();
    return this;
  }
}
