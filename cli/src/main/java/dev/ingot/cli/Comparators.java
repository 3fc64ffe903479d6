package dev.ingot.cli;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the methods of {@link Comparator} and {@link Map.Entry} of the same names give, but for
 * being serializable: an AOT cache holds no serializable lambda, and the first one costs a start 5
 * ms. Packaging substitutes these ({@code PlainCalls}); code calls the originals.
 */
public final class Comparators {
  private Comparators() {}

  public static <T extends @Nullable Object, U extends Comparable<? super U>>
      Comparator<T> comparing(Function<? super T, ? extends U> key) {
    Objects.requireNonNull(key);
    return (a, b) -> key.apply(a).compareTo(key.apply(b));
  }

  public static <T extends @Nullable Object, U extends @Nullable Object> Comparator<T> comparing(
      Function<? super T, ? extends U> key, Comparator<? super U> order) {
    Objects.requireNonNull(key);
    Objects.requireNonNull(order);
    return (a, b) -> order.compare(key.apply(a), key.apply(b));
  }

  public static <T extends @Nullable Object> Comparator<T> comparingInt(
      ToIntFunction<? super T> key) {
    Objects.requireNonNull(key);
    return (a, b) -> Integer.compare(key.applyAsInt(a), key.applyAsInt(b));
  }

  public static <T extends @Nullable Object> Comparator<T> comparingLong(
      ToLongFunction<? super T> key) {
    Objects.requireNonNull(key);
    return (a, b) -> Long.compare(key.applyAsLong(a), key.applyAsLong(b));
  }

  public static <T extends @Nullable Object> Comparator<T> comparingDouble(
      ToDoubleFunction<? super T> key) {
    Objects.requireNonNull(key);
    return (a, b) -> Double.compare(key.applyAsDouble(a), key.applyAsDouble(b));
  }

  public static <T extends @Nullable Object> Comparator<T> thenComparing(
      Comparator<T> first, Comparator<? super T> second) {
    Objects.requireNonNull(first);
    Objects.requireNonNull(second);
    return (a, b) -> {
      int result = first.compare(a, b);
      return result != 0 ? result : second.compare(a, b);
    };
  }

  public static <T extends @Nullable Object, U extends Comparable<? super U>>
      Comparator<T> thenComparing(Comparator<T> first, Function<? super T, ? extends U> key) {
    return thenComparing(first, comparing(key));
  }

  public static <T extends @Nullable Object, U extends @Nullable Object>
      Comparator<T> thenComparing(
          Comparator<T> first, Function<? super T, ? extends U> key, Comparator<? super U> order) {
    return thenComparing(first, comparing(key, order));
  }

  public static <T extends @Nullable Object> Comparator<T> thenComparingInt(
      Comparator<T> first, ToIntFunction<? super T> key) {
    return thenComparing(first, comparingInt(key));
  }

  public static <T extends @Nullable Object> Comparator<T> thenComparingLong(
      Comparator<T> first, ToLongFunction<? super T> key) {
    return thenComparing(first, comparingLong(key));
  }

  public static <T extends @Nullable Object> Comparator<T> thenComparingDouble(
      Comparator<T> first, ToDoubleFunction<? super T> key) {
    return thenComparing(first, comparingDouble(key));
  }

  public static <K extends Comparable<? super K>, V extends @Nullable Object>
      Comparator<Map.Entry<K, V>> comparingByKey() {
    return (a, b) -> a.getKey().compareTo(b.getKey());
  }

  public static <K extends @Nullable Object, V extends @Nullable Object>
      Comparator<Map.Entry<K, V>> comparingByKey(Comparator<? super K> order) {
    Objects.requireNonNull(order);
    return (a, b) -> order.compare(a.getKey(), b.getKey());
  }

  public static <K extends @Nullable Object, V extends Comparable<? super V>>
      Comparator<Map.Entry<K, V>> comparingByValue() {
    return (a, b) -> a.getValue().compareTo(b.getValue());
  }

  public static <K extends @Nullable Object, V extends @Nullable Object>
      Comparator<Map.Entry<K, V>> comparingByValue(Comparator<? super V> order) {
    Objects.requireNonNull(order);
    return (a, b) -> order.compare(a.getValue(), b.getValue());
  }
}
